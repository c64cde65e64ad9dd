import type { Moment, Trade } from './trade.ts'

/** For a business of no known trade. Its moments are the general ones below. */
export const general: Trade = {
  id: 'general',
  noun: 'business',
  keywords: {},
  action: 'visit',
  local: false,
  hashtags: ['SmallBusiness', 'Local', 'BehindTheScenes', 'MeetTheTeam', 'Independent', 'NewHere'],
  palettes: ['harbour', 'clay', 'violet'],
  mood: 'Clear daylight, plain surfaces and one strong colour',
  motifs: ['light-bulb', 'sparkles', 'waving-hand'],
  pictures: [
    'A table in clear daylight',
    'Hands at work, close up',
    'An open door',
    'A plain wall and one strong colour',
    'A notebook and a pen',
    'A person looking up from their work',
  ],
  moments: [],
  questions: [
    'What would you like to know?',
    'How did you hear about us?',
    'Who should see this?',
    'What do you look for first?',
    'What would make you try something new?',
    'What should we talk about next?',
  ],
  dont: ['Superlatives', 'Jargon'],
}

/** True of people everywhere: used when a trade has no more of its own, best first. */
export const generalMoments: Moment[] = [
  {
    title: 'On your list',
    hook: 'Everyone has a thing they keep meaning to look into.',
    turn: 'Consider this the nudge.',
  },
  { title: 'A fair question', hook: '“Why you?” is a fair question.', turn: 'Here is a fair answer.' },
  {
    title: 'By word of mouth',
    hook: 'The oldest way to find something good is to be told about it.',
    turn: 'So tell somebody.',
  },
  { title: 'In your own time', hook: 'You do not have to decide today.', turn: 'Have a look and sleep on it.' },
  {
    title: 'The everyday kind',
    hook: 'Most of what we buy and book is for ordinary days.',
    turn: 'Ordinary days deserve some care as well.',
  },
  {
    title: 'Compare if you like',
    hook: 'Nobody should buy the first thing they see.',
    turn: 'Look around, then come back.',
  },
  { title: 'Keep it simple', hook: 'Choice is nice until there is too much of it.', turn: 'We keep it simple.' },
  {
    title: 'Questions welcome',
    hook: 'The good questions are the ones people nearly do not ask.',
    turn: 'Ask them here.',
  },
  {
    title: 'Not for everyone',
    hook: 'Nothing is for everyone, and that is fine.',
    turn: 'You will know quite quickly whether this is for you.',
  },
  {
    title: 'Easy to find',
    hook: 'The best time to save something is before you need it.',
    turn: 'You will be glad you did.',
  },
  { title: 'Plain and simple', hook: 'Plain facts are underrated.', turn: 'They are easy to check, for a start.' },
  {
    title: 'Pass it on',
    hook: 'You probably know somebody who is looking for exactly this.',
    turn: 'Send it their way and take the credit.',
  },
  {
    title: 'What matters',
    hook: 'Ask people what matters and they say the same things.',
    turn: 'What do I get, and who from?',
  },
  { title: 'Right on time', hook: 'You may not need this today.', turn: 'Keep it somewhere you will find it.' },
  { title: 'Small things first', hook: 'Big decisions are made of small facts.', turn: 'Here are ours.' },
  { title: 'The short version', hook: 'Nobody reads a long introduction.', turn: 'So here is the short one.' },
  { title: 'Start here', hook: 'New here? Start with this.', turn: 'It takes less than a minute.' },
  {
    title: 'Behind the name',
    hook: 'Behind every small account is somebody who reads the comments.',
    turn: 'Hello from this one.',
  },
  { title: 'The honest pitch', hook: 'Here is a pitch without adjectives.', turn: 'It is shorter that way.' },
  { title: 'Good to know', hook: 'Save this for the day you need it.', turn: 'That day comes without a warning.' },
  { title: 'Look twice', hook: 'The details are where it gets interesting.', turn: 'So here is one.' },
  {
    title: 'When you need it',
    hook: 'Timing is half of everything.',
    turn: 'When yours is right, you know where to look.',
  },
  {
    title: 'No fuss',
    hook: 'Good choices do not need a long speech.',
    turn: 'They need clear facts and a bit of time.',
  },
  { title: 'What we do', hook: 'What do we do all day?', turn: 'It fits into a few words.' },
  { title: 'A quick hello', hook: 'Not every post has to be clever.', turn: 'This one says hello.' },
  { title: 'One thing today', hook: 'If you remember a single thing, make it this.', turn: 'The rest can wait.' },
  { title: 'From us to you', hook: 'There are people on both sides of a screen.', turn: 'On this side, that is us.' },
  {
    title: 'Say what you think',
    hook: 'It is easier to get better when people say what they think.',
    turn: 'The comments are open.',
  },
  { title: 'Take a look', hook: 'Looking costs nothing.', turn: 'It is also how most good things start.' },
  {
    title: 'Between two meetings',
    hook: 'This can be read between two meetings.',
    turn: 'With time left for a glass of water.',
  },
  { title: 'Worth a minute', hook: 'A minute is enough for this.', turn: 'Then you know whether it is useful to you.' },
  { title: 'Until next time', hook: 'Some posts are reminders, nothing more.', turn: 'Here is yours.' },
]
