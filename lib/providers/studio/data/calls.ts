import type { Brief } from '../../../domain/brief.ts'
import type { Action } from './trades/trade.ts'

/** Last lines for posts with a link and, where there is none, for people who can write, comment or come. Each is used once in a campaign. */
type Calls = { link: readonly string[]; plain: readonly string[] }

/** What people order, book or ask for where a trade does not say it more closely. */
export const things: Record<Action, string> = {
  order: 'yours',
  book: 'your place',
  visit: 'a place',
  try: 'a first look',
  enquire: 'a quote',
  join: 'your place',
  give: 'a place',
}

/** To buy: in the trade's own verbs. `{thing}` is "your table", `{us}` is "us" or "me". */
export const buying: Record<Action, Calls> = {
  order: {
    link: [
      'Order {thing}',
      'Choose {thing}',
      'Place your order',
      'Have a look and order',
      'Order online',
      'See what there is',
    ],
    plain: [
      'Message {us} to order',
      'Order {thing} by message',
      'Ask {us} what there is',
      'Send {us} your order',
      'Tell {us} what to put aside',
      'Order with a message',
    ],
  },
  book: {
    link: [
      'Book {thing}',
      'Reserve {thing}',
      'Find a time that suits you',
      'Pick your date',
      'Book online',
      'Check availability',
    ],
    plain: [
      'Message {us} to book',
      'Book {thing} by message',
      'Ask {us} for a date',
      'Tell {us} when suits you',
      'Reserve {thing} with a message',
      'Ask {us} which dates are open',
    ],
  },
  visit: {
    link: [
      'Plan your visit',
      'Have a look before you come',
      'See when to come',
      'Find your way here',
      'Come and see',
      'Look around first',
    ],
    plain: [
      'Come and have a look',
      'Come by',
      'Drop in',
      'Come and say hello',
      'See for yourself',
      'Bring someone along',
    ],
  },
  try: {
    link: ['Try it yourself', 'Get started', 'See how it works', 'Give it a try', 'See what it does', 'Start here'],
    plain: [
      'Message {us} to start',
      'Ask {us} to show you',
      'Ask {us} how it works',
      'Tell {us} what you use now',
      'Ask {us} what it would take',
      'Write to {us} and try it',
    ],
  },
  enquire: {
    link: [
      'Ask for {thing}',
      'Tell {us} what you need',
      'Send {us} the details',
      'Start with a question',
      'Get in touch',
      'Get {thing}',
    ],
    plain: [
      'Message {us} for {thing}',
      'Tell {us} what you need',
      'Send {us} the details',
      'Ask {us} for {thing}',
      'Start with a message',
      'Ask {us} about a date',
    ],
  },
  join: {
    link: ['Join here', 'Book {thing}', 'Find a time to start', 'Pick a day', 'Come and try it', 'Start here'],
    plain: [
      'Message {us} to join',
      'Ask {us} when to start',
      'Tell {us} when suits you',
      'Come and try it',
      'Book {thing} by message',
      'Ask {us} what to bring',
    ],
  },
  give: {
    link: [
      'See how to help',
      'Give what you can',
      'Sign up to help',
      'Take part',
      'Lend a hand',
      'Find out where help is needed',
    ],
    plain: [
      'Message {us} to help',
      'Ask {us} how to help',
      'Take part',
      'Lend a hand',
      'Tell {us} when you have time',
      'Bring a friend along',
    ],
  },
}

/** To ask, before anything is bought. */
export const asking: Record<Action, Calls> = {
  order: {
    link: [
      'Tell {us} what you are looking for',
      'See what fits',
      'Ask for the details',
      'Send {us} your question',
      'Have a look around',
      'Get in touch',
    ],
    plain: [
      'Message {us} with your question',
      'Tell {us} what you are looking for',
      'Ask {us} for the details',
      'Ask {us} what fits',
      'Write to {us}',
      'Ask in the comments',
    ],
  },
  book: {
    link: [
      'Book {thing}',
      'Find a time that suits you',
      'Check availability',
      'Ask {us} first',
      'Tell {us} what you need',
      'Pick a time',
    ],
    plain: [
      'Message {us} to book',
      'Ask {us} first',
      'Tell {us} what you need',
      'Message {us} with your question',
      'Ask {us} for a time',
      'Write to {us}',
    ],
  },
  visit: {
    link: [
      'Arrange {thing}',
      'Come and see',
      'Ask {us} anything',
      'Plan a visit',
      'Tell {us} what you need',
      'See if it fits',
    ],
    plain: [
      'Message {us} for {thing}',
      'Come and see',
      'Ask {us} anything',
      'Tell {us} what you need',
      'Ask {us} when to come',
      'Write to {us}',
    ],
  },
  try: {
    link: [
      'See how it works',
      'Try it yourself',
      'See if it fits',
      'Have a first look',
      'Ask {us} to show you',
      'See it with your own eyes',
    ],
    plain: [
      'Ask {us} to show you',
      'Message {us} for a first look',
      'Tell {us} what you use now',
      'Ask {us} how it works',
      'Write to {us}',
      'Ask in the comments',
    ],
  },
  enquire: {
    link: [
      'Ask for {thing}',
      'Tell {us} what you need',
      'Send {us} the details',
      'Start with a question',
      'Get in touch',
      'Ask {us} anything',
    ],
    plain: [
      'Message {us} for {thing}',
      'Tell {us} what you need',
      'Send {us} the details',
      'Start with a message',
      'Ask {us} anything',
      'Write to {us}',
    ],
  },
  join: {
    link: [
      'Book {thing}',
      'Come and try it',
      'Find a time to start',
      'Ask {us} anything',
      'See if it suits you',
      'Tell {us} where you are starting from',
    ],
    plain: [
      'Message {us} to try it',
      'Come and try it',
      'Ask {us} when to start',
      'Ask {us} anything',
      'Tell {us} where you are starting from',
      'Write to {us}',
    ],
  },
  give: {
    link: [
      'See how to help',
      'Sign up to help',
      'Ask where help is needed',
      'Take part',
      'Lend a hand',
      'Ask {us} anything',
    ],
    plain: [
      'Message {us} to help',
      'Ask {us} how to help',
      'Take part',
      'Ask {us} anything',
      'Tell {us} when you have time',
      'Pass it on',
    ],
  },
}

/** The other aims ask for the same whatever the trade. */
export const aiming: Record<Exclude<Brief['objective'], 'sales' | 'leads'>, Calls> = {
  event: {
    link: [
      'Save your place',
      'Put it in your calendar',
      'Come along',
      'Bring someone along',
      'See all the details',
      'Be there',
    ],
    plain: [
      'Put it in your calendar',
      'Tell {us} you are coming',
      'Bring someone along',
      'Come along',
      'Message {us} to save a place',
      'Save this for the day',
    ],
  },
  launch: {
    link: [
      'Take a first look',
      'See what is new',
      'Find out more',
      'See it up close',
      'Have a look',
      'Be one of the first',
    ],
    plain: [
      'Tell {us} what you think',
      'Ask {us} anything about it',
      'Be one of the first',
      'Message {us} to know more',
      'Show it to somebody',
      'Save this post',
    ],
  },
  awareness: {
    link: [
      'Have a look around',
      'Find out more',
      'See what {we} do',
      'Get to know {us}',
      'Read more',
      'Come and say hello',
    ],
    plain: [
      'Follow along',
      'Say hello in the comments',
      'Ask {us} anything',
      'Save this post',
      'Show it to somebody',
      'Come and say hello',
    ],
  },
  retention: {
    link: [
      'See you again soon',
      'Come back soon',
      'Have another look',
      'Treat yourself again',
      'Bring a friend next time',
      'Your next one is here',
    ],
    plain: [
      'See you again soon',
      'Come back soon',
      'Bring a friend next time',
      'Tell {us} what you liked',
      'Until next time',
      'Let {us} know you are coming',
    ],
  },
}

/** When a long campaign has used all of those. */
export const moreLinkCalls: readonly string[] = [
  'Take a look',
  'Find the details',
  'See for yourself',
  'All the details',
  'Go and see',
  'Keep the page for later',
  'Everything in one place',
  'Details here',
  'Where to find it',
  'The next step',
  'The full story',
  'Look inside',
  'Bookmark it',
  'Open the page',
  'Have a read',
  'Here is where to go',
  'Find {us} online',
  'Have a look when you can',
  'Start with this page',
  'The rest is here',
]

export const morePlainCalls: readonly string[] = [
  'Send {us} a message',
  'Save this for later',
  'Questions are welcome below',
  'Drop {us} a line',
  'Share it with someone who needs it',
  'Leave a comment',
  'Start with a message',
  'Keep this post handy',
  'Tag somebody who should see this',
  'Ask away',
  'Come and talk to {us}',
  'Let {us} know what you think',
  'Pass this on',
  'Put your question below',
  'Reach {us} by message',
  'Stay in touch',
  'Make a note of it',
  'A message is enough',
  'Comments are open',
  'Talk to {us} here',
  'Send your question',
  'Keep {us} in mind',
  'Write to {us} here',
  'Ask below',
]

/** Broad questions for when a trade's own are used up. */
export const generalQuestions: readonly string[] = [
  'What would you ask first?',
  'Who comes to mind?',
  'What would you add?',
  'Does that sound familiar?',
  'What is your experience?',
  'Would you agree?',
  'What do you think?',
  'How do you see it?',
  'What would help you most?',
  'Who else should read this?',
]
