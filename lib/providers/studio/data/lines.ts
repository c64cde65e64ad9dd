/** Connecting words, best first: a phrase stands alone as long as it can, so these are for what is told again. Each is used once in a campaign. */
export const phraseLines: readonly string[] = [
  'Also: {list}.',
  'Plus: {list}.',
  'And: {list}.',
  'Worth a mention: {list}.',
  'Another plus: {list}.',
  'To go with it: {list}.',
  'On top of that: {list}.',
  'Along with that: {list}.',
  'Not to forget: {list}.',
  'A detail: {list}.',
  'As well: {list}.',
  'For the record: {list}.',
]

/** The same around a short sentence of the brief: "we open at 6 am". */
export const clauseLines: readonly string[] = [
  'Good to know: {list}.',
  'And {list}.',
  'Worth knowing: {list}.',
  'Also, {list}.',
  'PS: {list}.',
  'One more thing: {list}.',
  'By the way, {list}.',
  'In case you missed it: {list}.',
  'Just so you know: {list}.',
  'A reminder: {list}.',
  'Before you ask: {list}.',
  'Worth repeating: {list}.',
  'To remember: {list}.',
  'Another thing: {list}.',
  'Keep in mind: {list}.',
]

/** Around the only phrases a post has, when they have stood alone before: after a situation, without a sentence of fact before them. */
export const factLines: readonly string[] = [
  'In short: {list}.',
  'What to expect: {list}.',
  'The short version: {list}.',
  'The facts: {list}.',
  'In plain words: {list}.',
  'Once more: {list}.',
  'Put simply: {list}.',
  'In one line: {list}.',
  'The plain version: {list}.',
  'The useful part: {list}.',
  'The short answer: {list}.',
  'To be exact: {list}.',
  'The thing to know: {list}.',
  'For those new here: {list}.',
  'For your notes: {list}.',
  'A reminder from us: {list}.',
  'What helps: {list}.',
  'What we can tell you: {list}.',
  'Here is a fact: {list}.',
  'As plain as this: {list}.',
  'Our part: {list}.',
  'Still true: {list}.',
  'Said in one line: {list}.',
  'A fact to hold on to: {list}.',
  'In a few words: {list}.',
  'As ever: {list}.',
  'This much is certain: {list}.',
  'Our answer: {list}.',
]

/** `{name}` and `{identity}` ("a neighbourhood bakery in Leeds"). */
export const identityLines: readonly string[] = [
  '{we} {are} {identity}.',
  '{name}: {identity}.',
  '{name}, {identity}.',
  'That is {name}, {identity}.',
  'From {name}, {identity}.',
  'This is {name}: {identity}.',
  'Hello from {name}, {identity}.',
  'Who {we} {are}: {identity}.',
]
export const nameless: readonly string[] = [
  '{we} {are} {identity}.',
  'Hello from {identity}.',
  'From {identity}.',
  'Who {we} {are}: {identity}.',
]

/** By how the brief leads to its place: in it, near it, all over it. */
export const placeLines: Record<'in' | 'near' | 'across', readonly string[]> = {
  in: [
    'Find {us} in {place}.',
    '{we} {are} in {place}.',
    'You will find {us} in {place}.',
    'Hello from {place}.',
    'Based in {place}.',
    'Come and find {us} in {place}.',
    'In {place}.',
  ],
  near: [
    'Find {us} near {place}.',
    '{we} {are} near {place}.',
    'You will find {us} near {place}.',
    'Near {place}.',
    'Not far from {place}.',
  ],
  across: [
    '{we} work across {place}.',
    '{we} cover {place}.',
    'Here for {place}.',
    'Across {place}.',
    'All over {place}.',
  ],
}

/** `{people}` is a plural: "commuters and local families". */
export const audienceLines: readonly string[] = [
  'For {people}.',
  'Know any {people}? Send this their way.',
  'With {people} in mind.',
  'This one is for {people}.',
  'Pass it on to {people}.',
]
export const audienceOpeners: readonly string[] = [
  '{people}, this one is for you.',
  'For {people}.',
  'This is for {people}.',
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
