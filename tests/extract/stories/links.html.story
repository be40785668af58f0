type: article
url: https://harbourlight.example/local/fish-market/
headline: Harbour board votes to close fish market
publisher: The Harbour Light
language: en-GB

paragraph: The [harbour board](https://light.example/2026/11/board.html) voted to close the market, as [*The Other Paper*](https://other.example/a?b=1&c=2) had foreseen, said a person who asked not to be named.
paragraph: Write to [the desk](mailto:desk@light.example), or read the top of [what was said](https://light.example/2026/roof/) about **the roof **[**of tar**](https://light.example/2026/tar/)** that leaked** for years.
paragraph: Eleven of the twelve members were in favour, among them the mayor, who had spoken against the plan as late as June and who now called it the least bad of four.
paragraph: “We have mended that roof nine times,” said Ada Byrne, the mayor. “A tenth time would be an insult to arithmetic.” She left by the back door, past some forty stallholders.
paragraph: The stallholders are to move to the customs shed on the north quay, where the rent will be halved and, in the words of the board's own paper, the smell will be new.
paragraph: Rui Tavares, who has sold sardines at the market for thirty years, said that nobody had asked him, and that he would have said no if anybody had.
paragraph: The work is put at 4.2 million, of which the state pays half. The board hopes to open the doors again before the regatta, on the last Sunday of September next year.
