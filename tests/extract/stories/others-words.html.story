type: article
url: https://harbourlight.example/local/fish-market/
headline: Herring boats stay in harbour for a third day
author: Ada Byrne
publisher: The Harbour Light
published: 2026-11-20T09:00:00Z
language: en-GB

paragraph: The herring boats of Port Amaral stayed in harbour for a third day on Friday, because the buyers will not pay for the fuel, the skippers say, and because it is raining.
image: 
  url: https://harbourlight.example/boats.jpg
  alt: Boats
  caption: Boats at the quay, with rain
paragraph: “We go out when it is worth going out,” said Rui Mello, who has the *Gannet* and two sons. “My grandfather stayed ashore for a month once, and they wrote a song about it.”
heading 2: What the buyers say
paragraph: The buyers say that the price is made in another country, by people whom they have never met, and that they too would like to know how it comes about.
paragraph: The council has offered to talk to both sides on Monday, in the ticket hall, where there is a stove. It has asked that nobody sing.
heading 2: How long it can last
paragraph: The ice in the market lasts until Tuesday. After that, said the market’s manager, there will be no herring to sell, and nothing to keep it in.
