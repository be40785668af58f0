type: article
url: https://light.example/2024/04/24/fish-market/
headline: Harbour board votes to close fish market
abstract: Stallholders move to the customs shed for a year; the roof has leaked since 1987.
description: Stallholders move to the customs shed for a year; the roof has leaked since 1987.
author: Ada Quill
author: Rui Pena
author: Mei Sato
organization: HLN
publisher: The Harbour Light
published: 2024-04-23T19:10:00Z
modified: 2024-04-24T04:53:00-04:00 EDT
language: en-GB

paragraph: The harbour board voted on Thursday to close the old fish market for a year, so that its roof, which has leaked since the storm of 1987, can be taken down and built anew.
paragraph: Eleven of the twelve members were in favour, among them the mayor, who had spoken against the plan as late as June and who now called it the least bad of four.
paragraph: “We have mended that roof nine times,” said Ada Byrne, the mayor. “A tenth time would be an insult to arithmetic.” She left by the back door, past some forty stallholders.
paragraph: The stallholders are to move to the customs shed on the north quay, where the rent will be halved and, in the words of the board's own paper, the smell will be new.
