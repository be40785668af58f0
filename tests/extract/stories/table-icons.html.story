type: article
url: https://harbourlight.example/local/fish-market/
headline: Boats that may fish
publisher: The Harbour Light
published: 2026-11-20T09:00:00Z
language: en-GB

paragraph: Four boats of Port Amaral may fish for herring this winter, the harbour office said on Friday; two may fish for nothing, and one has been turned into a restaurant.
table: 
  row: 
    cell header: Boat
    cell header: Skipper
    cell header: Herring
  row: 
    cell: Gannet
    cell: Rui Mello
    cell: yes
  row: 
    cell: Second Wind
    cell: Ana Duarte
    cell: no
  row: 
    cell: Aunt Clara
    cell: the bank
    cell: soup
paragraph: Whoever wants to know more may ask at the ticket hall, where the list hangs, or in the restaurant, where it is printed on the other side of the menu.
paragraph: The office said that the list would be looked at again in spring, when the herring have been counted, and the skippers too.
