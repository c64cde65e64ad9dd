/** Frames around one or two phrases of the brief: `{list}` is "pastry laminated by hand and stone-milled flour". Each is used once in a campaign. */
export const phraseLines: readonly string[] = [
  'Also: {list}.',
  'Plus: {list}.',
  'Along with that: {list}.',
  'To go with it: {list}.',
  'Not to forget: {list}.',
  'On top of that: {list}.',
  'And then: {list}.',
  'Worth a mention: {list}.',
  'Next to that: {list}.',
  'As well: {list}.',
  'Another plus: {list}.',
  'A detail: {list}.',
  'For the record: {list}.',
  'Added to that: {list}.',
]

/** The same around a short sentence of the brief: "we open at 6 am". */
export const clauseLines: readonly string[] = [
  'And {list}.',
  'Also, {list}.',
  'By the way: {list}.',
  'Good to know: {list}.',
  'One more thing: {list}.',
  'What is more, {list}.',
  'Besides, {list}.',
  'PS: {list}.',
  'Worth knowing: {list}.',
  'And remember: {list}.',
  'Keep in mind: {list}.',
  'Worth adding: {list}.',
  'Another thing: {list}.',
  'In addition, {list}.',
  'A small note: {list}.',
  'Before you ask: {list}.',
]

/** The same where the phrases are all a post has to tell: after a situation, without a sentence of fact before them. */
export const factLines: readonly string[] = [
  'In short: {list}.',
  'The facts: {list}.',
  'Our answer: {list}.',
  'What to expect: {list}.',
  'What you find here: {list}.',
  'Put simply: {list}.',
  'In plain words: {list}.',
  'Our part: {list}.',
  'On our side: {list}.',
  'What it comes down to: {list}.',
  'In a few words: {list}.',
  'Here with us: {list}.',
  'The plain version: {list}.',
  'Said in one line: {list}.',
  'What we bring to it: {list}.',
  'A reminder from us: {list}.',
  'What we can tell you: {list}.',
  'This much is certain: {list}.',
  'Here is a fact: {list}.',
  'A fact to hold on to: {list}.',
  'Our half of it: {list}.',
  'What helps: {list}.',
  'To be exact: {list}.',
  'The thing to know: {list}.',
  'The useful part: {list}.',
  'The short answer: {list}.',
  'The long and short of it: {list}.',
  'For those new here: {list}.',
  'For the notebook: {list}.',
  'As plain as this: {list}.',
  'Our line for today: {list}.',
]

/** `{name}` and `{identity}` ("a neighbourhood bakery in Leeds"). */
export const identityLines: readonly string[] = [
  '{name}, {identity}.',
  'That is {name}, {identity}.',
  'This is {name}: {identity}.',
  'From {name}, {identity}.',
  'We are {name}, {identity}.',
  'Yours, {name}, {identity}.',
  'Best wishes from {name}, {identity}.',
  'Hello from {name}, {identity}.',
  'Brought to you by {name}, {identity}.',
  'Greetings from {name}, {identity}.',
]
export const nameless: readonly string[] = [
  'From {identity}.',
  'Yours, {identity}.',
  'Best wishes from {identity}.',
  'Hello from {identity}.',
  'Brought to you by {identity}.',
]

export const placeLines: readonly string[] = [
  'You will find {us} in {place}.',
  '{we} {are} in {place}.',
  'Find {us} in {place}.',
  'Hello from {place}.',
  'At home in {place}.',
]

/** `{people}` is a plural: "commuters and local families". */
export const audienceLines: readonly string[] = [
  'For {people}.',
  'With {people} in mind.',
  'This one is for {people}.',
  'Worth a look for {people}.',
  'Written for {people}.',
  'A thought for {people}.',
]
export const audienceOpeners: readonly string[] = [
  '{people}, this one is for you.',
  'A word to {people}.',
  'For {people}, in particular.',
]

/** `{offer}` is a phrase such as "two for one on seeded loaves". */
export const offerLines: readonly string[] = [
  'The offer: {offer}.',
  'On offer: {offer}.',
  'A reason to start now: {offer}.',
  'There is an offer, too: {offer}.',
  'And the offer to go with it: {offer}.',
]

/** `{chips}` is "36 hours, 40 miles and 6 am". */
export const numberOpeners: readonly string[] = [
  '{name} in numbers: {chips}.',
  'A few numbers: {chips}.',
  '{chips}: the numbers worth remembering.',
]

export const listOpeners: readonly string[] = [
  '{name}, in a few lines.',
  'What to know about {name}.',
  'The facts about {name}, without the adjectives.',
]
export const namelessListOpeners: readonly string[] = [
  'The facts, without the adjectives.',
  'What {we} do, in a few lines.',
]
