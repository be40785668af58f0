type: live
url: https://harbourlight.example/local/fish-market/
headline: Harbour board votes to close fish market
publisher: The Harbour Light
published: 2026-11-19T09:00:00Z
language: en-GB

update: #u0 10:00 The vote, part 0 
  paragraph: The harbour board voted on Thursday to close the old fish market for a year, so that its roof, which has leaked since the storm of 1987, can be taken down and built anew.
update: #u1 11:00 The vote, part 1 
  paragraph: Eleven of the twelve members were in favour, among them the mayor, who had spoken against the plan as late as June and who now called it the least bad of four.
update: #u2 12:00 The vote, part 2 
  paragraph: “We have mended that roof nine times,” said Ada Byrne, the mayor. “A tenth time would be an insult to arithmetic.” She left by the back door, past some forty stallholders.
update: #u3 13:00 The vote, part 3 
  paragraph: The stallholders are to move to the customs shed on the north quay, where the rent will be halved and, in the words of the board's own paper, the smell will be new.
update: #u4 14:00 The vote, part 4 
  paragraph: Rui Tavares, who has sold sardines at the market for thirty years, said that nobody had asked him, and that he would have said no if anybody had.
update: #u5 The vote, part 5 2026-11-19T15:00:00Z
  paragraph: The work is put at 4.2 million, of which the state pays half. The board hopes to open the doors again before the regatta, on the last Sunday of September next year.
