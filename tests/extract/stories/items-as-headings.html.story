type: article
url: https://harbourlight.example/local/fish-market/
headline: What the tide left on Monday
language: en

paragraph: Every year on the day after the autumn storm the schools of the Lower Town go down to the beach and write down what they find, and every year the list is longer.
list: 
  item: nine boots, all left ones
  item: a door with its key
  item: a letter in a bottle, to the bottle's maker
paragraph: The boots have been given to the museum, which has eleven right ones from the storm of 1987, and which will see on Wednesday whether any of them go together.
paragraph: Nobody has asked for the door. The key turns, the teacher Ada Furtado said, but she had not liked to go through while the children were looking.
