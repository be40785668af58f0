type: article
url: https://harbourlight.example/local/fish-market/
headline: The harbour board voted on Thursday to close the old fish market for a year, so that its…

paragraph: The harbour board voted on Thursday to close the old fish market for a year, so that its roof can be taken down.
paragraph: Eleven of the twelve members   were in favour,
among them the mayor.
paragraph: “We have mended that roof nine times,” she said.
