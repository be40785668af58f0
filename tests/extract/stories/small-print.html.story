type: page
url: https://harbourlight.example/local/fish-market/
headline: Insurance for the library boat
language: en

paragraph: The council has insured the library boat against storm, fire and late return, and has printed on the back of each ticket what a reader must do when a book goes overboard.
paragraph: The captain is to be told first, then the librarian, and the publisher not at all. A book that comes ashore by itself within the year counts as lent.
