type: page
url: https://harbourlight.example/local/fish-market/
headline: A lamp for the old pier
language: en

paragraph: The old pier has had no lamp since the winter of 1987, and on Thursday the council found the lamp, in a cupboard of the clerk's, with the receipt still on it.
paragraph: It will be hung before Christmas, at a height on which the harbour office and the gulls have agreed, and it will be lit by the first person to complain about it.
paragraph: “I shall be there at four,” said Ada Furtado, who is eighty-one and has complained every year. “Somebody should bring a chair and a match.”
