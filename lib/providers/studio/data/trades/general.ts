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

/** True of people everywhere: used when a trade has no more of its own. */
export const generalMoments: Moment[] = [
  { title: 'The short version', hook: 'Nobody reads a long introduction.', turn: 'So here is the short one.' },
  { title: 'Plain and simple', hook: 'Some things are best said plainly.', turn: 'This is one of them.' },
  { title: 'What we do', hook: 'People sometimes ask what it is that we do.', turn: 'It fits into very few words.' },
  {
    title: 'Start here',
    hook: 'If you are new here, this is the place to begin.',
    turn: 'It takes less than a minute to catch up.',
  },
  {
    title: 'Good to know',
    hook: 'Save this one for the day you need it.',
    turn: 'That day tends to come without a warning.',
  },
  {
    title: 'No fuss',
    hook: 'Good choices do not need a long speech.',
    turn: 'They need clear facts and a bit of time.',
  },
  { title: 'In your own time', hook: 'You do not have to decide today.', turn: 'Have a look first and sleep on it.' },
  {
    title: 'Pass it on',
    hook: 'You probably know somebody who is looking for exactly this.',
    turn: 'Send it their way and take the credit.',
  },
  {
    title: 'Ask us anything',
    hook: 'The good questions are the ones people nearly do not ask.',
    turn: 'Ask them here.',
  },
  { title: 'Small things first', hook: 'Big decisions are made of small facts.', turn: 'These are ours.' },
  {
    title: 'On your list',
    hook: 'Everyone has a thing they keep meaning to look into.',
    turn: 'Consider this the nudge.',
  },
  { title: 'A fair question', hook: '“Why you?” is a fair question.', turn: 'The honest answer is a list of facts.' },
  {
    title: 'Look twice',
    hook: 'The first look is for the picture and the second one is for the details.',
    turn: 'The details are where it gets interesting.',
  },
  {
    title: 'By word of mouth',
    hook: 'The oldest way to find something good is to be told about it.',
    turn: 'So tell somebody.',
  },
  {
    title: 'When you need it',
    hook: 'Timing is half of everything.',
    turn: 'When yours is right, you know where to look.',
  },
  {
    title: 'Keep it simple',
    hook: 'Choice is nice until there is too much of it.',
    turn: 'We would rather keep it simple.',
  },
  {
    title: 'Behind the name',
    hook: 'Behind every small account is somebody who reads the comments.',
    turn: 'Hello from this one.',
  },
  {
    title: 'The everyday kind',
    hook: 'Most of what we buy and book is for ordinary days.',
    turn: 'Ordinary days deserve some care as well.',
  },
  { title: 'A quick hello', hook: 'Not every post has to be clever.', turn: 'This one only says hello.' },
  {
    title: 'Compare if you like',
    hook: 'Nobody should buy the first thing they see.',
    turn: 'Look around, then come back.',
  },
  {
    title: 'What matters',
    hook: 'Ask people what matters and the answers are surprisingly alike.',
    turn: 'They want to know what they get and who from.',
  },
  {
    title: 'One thing today',
    hook: 'If you remember a single thing from this page, make it this.',
    turn: 'The rest can wait.',
  },
  { title: 'From us to you', hook: 'There are people on both sides of a screen.', turn: 'On this side, that is us.' },
  {
    title: 'Easy to find',
    hook: 'The best time to save something is before you need it.',
    turn: 'Your later self will be glad.',
  },
  {
    title: 'Say what you think',
    hook: 'It is easier to get better when people say what they think.',
    turn: 'The comments are open.',
  },
  {
    title: 'Take a look',
    hook: 'Looking costs nothing and takes no skill.',
    turn: 'It is also how most good things start.',
  },
  {
    title: 'Between two meetings',
    hook: 'This can be read between two meetings.',
    turn: 'With time left for a glass of water.',
  },
  { title: 'The honest pitch', hook: 'Here is a pitch without adjectives.', turn: 'It is shorter that way.' },
  {
    title: 'Not for everyone',
    hook: 'Nothing is for everyone, and that is fine.',
    turn: 'You will know quite quickly whether this is for you.',
  },
  {
    title: 'Worth a minute',
    hook: 'A minute is not long.',
    turn: 'It is enough to find out whether this is useful to you.',
  },
  { title: 'Until next time', hook: 'Some posts are reminders, nothing more.', turn: 'Here is yours.' },
  { title: 'Right on time', hook: 'You may not need it today.', turn: 'Keep it somewhere you will find it.' },
]
