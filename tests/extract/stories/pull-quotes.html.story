type: article
url: https://harbourlight.example/local/fish-market/
headline: The bell is back in its tower
author: Ada Byrne
publisher: The Harbour Light
language: en-GB

paragraph: The lifeboat bell was hung again on Tuesday, after eleven months in a workshop on the mainland and one night on the wrong ferry. “It has come home, and it knows it,” said Cornelius Babb, who had rung it for forty years and had not slept well since it went.
paragraph: The crack was found by a child who said that the bell sounded tired. The founders melted a strip of bronze into it, four fingers wide, and left the seam to be seen. It rings a little lower now, by less than a quarter of a tone.
quote: I would not have it hidden. A bell is allowed to have been somewhere.
paragraph: The council paid half and the town the rest, most of it in coins that were counted on the quay by the two schools together.
