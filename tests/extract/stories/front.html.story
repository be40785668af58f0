type: page
url: https://harbourlight.example/local/fish-market/
headline: The Harbour Light: news of the harbour
publisher: The Harbour Light
language: en-GB

heading 2: [Ferry to run on Sundays again](https://harbourlight.example/s0)
paragraph: [From March, twice a day.](https://harbourlight.example/s0)
heading 2: [Regatta moved to September](https://harbourlight.example/s1)
paragraph: [The tide table won.](https://harbourlight.example/s1)
heading 2: [Gulls counted](https://harbourlight.example/s2)
paragraph: [There are more of them.](https://harbourlight.example/s2)
heading 2: [Lighthouse keeper retires](https://harbourlight.example/s3)
paragraph: [After forty-one years.](https://harbourlight.example/s3)
heading 2: [Bakery reopens](https://harbourlight.example/s4)
paragraph: [With the old oven.](https://harbourlight.example/s4)
