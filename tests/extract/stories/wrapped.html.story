type: article
url: https://harbourlight.example/local/fish-market/
headline: Ferry timetable to be printed again
language: en

paragraph: The harbour office will print the winter timetable a second time, after readers pointed out that in the first one the Saturday boat arrives before it leaves.
image: 
  url: https://harbourlight.example/i/boat.jpg
  alt: The boat
  caption: The Saturday boat, on a Sunday.
paragraph: “It is a good boat, but it is not that good,” said the harbour master, Ines Duarte, who has sailed on it for eleven years and has never once been early.
paragraph: The printers, who are two brothers on Quay Street, have offered to do it for nothing, and to set the times in a larger type, so that the error can be seen sooner.
paragraph: The office has accepted.
