import type { Action } from './trades/trade.ts'

/** Last lines for posts that carry a link; each is used once in a campaign, then the general ones. */
export const linkCalls: Record<Action, readonly string[]> = {
  order: [
    'Order here',
    'See what there is',
    'Choose yours',
    'Place an order',
    'Have a look around',
    'Put one aside',
    'Start an order',
    'Pick what you like',
  ],
  book: [
    'Book here',
    'Find a time that suits you',
    'See the open times',
    'Pick a date',
    'Reserve your place',
    'Check the dates',
    'Choose a time',
    'Make a booking',
  ],
  visit: [
    'Plan a visit',
    'See when to come by',
    'Have a look before you come',
    'Find the way',
    'Look around',
    'Come and see',
    'Drop by',
    'See the way',
  ],
  try: [
    'Try it',
    'See how it works',
    'Start here',
    'Take a look inside',
    'See it for yourself',
    'Give it a go',
    'Look at the details',
    'Find out if it fits',
  ],
  enquire: [
    'Ask for a first talk',
    'Tell us what you need',
    'Get in touch',
    'Send us the details',
    'Ask your question',
    'See how we work',
    'Start with a question',
    'Write to us',
  ],
  join: [
    'Join here',
    'See the times',
    'Find your first session',
    'Come along',
    'Have a look at the plan',
    'Start when you like',
    'Pick a day',
    'Take the first step',
  ],
  give: [
    'See how to help',
    'Take part',
    'Give what you can',
    'Lend a hand',
    'Find out where help is needed',
    'Be part of it',
    'Give an hour',
    'See what it does',
  ],
}

export const generalLinkCalls: readonly string[] = [
  'Read more',
  'Find the details',
  'Take a look',
  'See the rest',
  'Look inside',
  'See for yourself',
  'Find us online',
  'Get the full picture',
]

export const moreLinkCalls: readonly string[] = [
  'More on that',
  'Everything else is there',
  'Here is where to go',
  'Keep the page for later',
  'Go and see',
  'All of it in one place',
  'The next step',
  'Where to find it',
  'Open the page',
  'The full story',
  'Details and dates',
  'Continue there',
  'The way in',
  'Have a read',
  'Bookmark it',
]

/** Last lines for posts without a link: what works on any social platform. */
export const plainCalls: readonly string[] = [
  'Send us a message',
  'Ask us in the comments',
  'Save this for later',
  'Get in touch',
  'Questions are welcome below',
  'Drop us a line',
  'Share it with someone who needs it',
  'Follow along for more',
  'Tell us what you need',
  'Write to us here',
]

export const morePlainCalls: readonly string[] = [
  'Leave a comment',
  'Say hello in the comments',
  'Keep this post handy',
  'Start with a message',
  'Tag somebody who should see this',
  'Ask away',
  'Come and talk to us',
  'Let us know what you think',
  'Follow us and see what comes next',
  'Pass this on',
  'Put your question below',
  'Reach us by message',
  'Stay in touch',
  'Make a note of it',
  'A message is enough',
  'Remember us when you need it',
  'Comments are open',
  'Talk to us here',
  'Send your question',
  'Keep us in mind',
]

/** For people who find the business in a place. */
export const placeCalls: readonly string[] = [
  'Come by',
  'Stop in when you pass',
  'Come and say hello',
  'Drop in',
  'Come and have a look',
  'See you soon',
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
