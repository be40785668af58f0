type: article
url: https://light.example/2026/fish/
headline: Harbour board votes to close fish market
publisher: The Harbour Light
language: en-GB

image: 
  url: https://harbourlight.example/i/market.jpg
  alt: The market hall
  caption: The market hall at dawn, before the vote.
  credit: Mei Sato / The Harbour Light
paragraph: The harbour board voted on Thursday to close the old fish market for a year, so that its roof, which has leaked since the storm of 1987, can be taken down and built anew.
paragraph: Eleven of the twelve members were in favour, among them the mayor, who had spoken against the plan as late as June and who now called it the least bad of four.
image: 
  url: https://harbourlight.example/i/roof-960.jpg
  alt: The roof
  caption: The roof in the rain.
  credit: Photo: M. Sato
paragraph: “We have mended that roof nine times,” said Ada Byrne, the mayor. “A tenth time would be an insult to arithmetic.” She left by the back door, past some forty stallholders.
paragraph: The stallholders are to move to the customs shed on the north quay, where the rent will be halved and, in the words of the board's own paper, the smell will be new.
embed: 
  url: https://twitter.com/mayor/status/1
  provider: Twitter
  text: The roof is the roof. — Mayor Byrne (@mayor) November 19, 2026
embed: 
  url: https://www.youtube.com/embed/abc
  caption: The vote, in full
  provider: YouTube
paragraph: Rui Tavares, who has sold sardines at the market for thirty years, said that nobody had asked him, and that he would have said no if anybody had.
paragraph: The work is put at 4.2 million, of which the state pays half. The board hopes to open the doors again before the regatta, on the last Sunday of September next year.
