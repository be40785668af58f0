type: article
url: https://harbourlight.example/local/fish-market/
headline: Three rules for the new library boat
language: en

paragraph: The boat that took mackerel for thirty years will take books from Monday, and the council has agreed on the rules under which it may be boarded.
paragraph: They were written by Gil Tandel, who owns the boat and cannot read, and they were read out to him twice before he put his thumb to them:
list: 
  item: A book may not be wet when it comes back.
  item: No book near the nets.
  item: Tell a story you liked.
paragraph: Seventeen children and a dog came on the first afternoon. The dog, which had known the boat in its former life, was asked to wait on the quay.
paragraph: The boat will call at the three villages across the sound on alternate Thursdays, or, as the captain put it, when the wind has read enough of this side.
