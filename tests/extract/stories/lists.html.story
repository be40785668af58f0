type: article
url: https://harbourlight.example/local/fish-market/
headline: Harbour board votes to close fish market
publisher: The Harbour Light
language: en-GB

paragraph: The harbour board voted on Thursday to close the old fish market for a year, so that its roof, which has leaked since the storm of 1987, can be taken down and built anew.
paragraph: Eleven of the twelve members were in favour, among them the mayor, who had spoken against the plan as late as June and who now called it the least bad of four.
heading 2: What the board decided
list: 
  item: The roof comes down in **January**.
  item: The stalls move:
    list: 
      item: fish to the north quay,
      item: flowers to the church yard.
paragraph: In the order of the minutes, the steps that are to follow from the vote are these three, of which the last is disputed:
list ordered: 
  item: A tender, open for six weeks.
  item: A contract, signed by the mayor.
  item: A second vote.
heading 2: What the minutes say
quote: The board notes the state of the roof, and the state of the board's patience with it, and resolves accordingly.
  paragraph: It thanks the stallholders for theirs.
paragraph: “We have mended that roof nine times,” said Ada Byrne, the mayor. “A tenth time would be an insult to arithmetic.” She left by the back door, past some forty stallholders.
paragraph: The stallholders are to move to the customs shed on the north quay, where the rent will be halved and, in the words of the board's own paper, the smell will be new.
paragraph: Rui Tavares, who has sold sardines at the market for thirty years, said that nobody had asked him, and that he would have said no if anybody had.
paragraph: The work is put at 4.2 million, of which the state pays half. The board hopes to open the doors again before the regatta, on the last Sunday of September next year.
code: `tender --open 6w
  --roof old`
paragraph: The last lines of the annex are an order to the harbour's own computer, which nobody at the meeting could explain to the members.
