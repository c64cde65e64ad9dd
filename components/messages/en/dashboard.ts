import { capital, plural, spelled } from '../numbers.ts'

export const dashboard = {
  title: 'Campaigns',
  filter: 'Filter',
  filters: { all: 'All', making: 'Being made', need: 'Need you', settled: 'Settled' },
  groups: { making: 'Being made', need: 'Need you', settled: 'Settled' },
  making: (n: number) => (n === 1 ? 'One campaign is being made' : `${capital(spelled(n))} campaigns are being made`),
  queued: (n: number) => (n === 1 ? 'one waits its turn' : `${spelled(n)} wait their turn`),
  need: (n: number) => (n === 1 ? 'One needs you.' : `${capital(spelled(n))} need you.`),
  quiet: (n: number) => (n === 1 ? 'One campaign, settled.' : `${capital(spelled(n))} campaigns, all settled.`),
  allSettledNeed: (n: number) =>
    `Nothing is being made. ${n === 1 ? 'One campaign needs you.' : `${capital(spelled(n))} campaigns need you.`}`,
  nothingHere: {
    making: 'Nothing is being made right now.',
    need: 'Nothing needs you.',
    settled: 'Nothing is finished yet.',
  },
  older: 'Show older campaigns',
  left: (span: string) => `${span} left`,
  posts: (n: number) => `${n} ${plural(n, 'post')}`,
  canceledAt: (at: string) => `canceled at ${at}`,
  noPictures: 'No pictures',
  open: 'Open',
  resume: (name: string) => `Keep making it: ${name}`,
}

export const firstRun = {
  title: ['Describe the business.', 'Watch the campaign unfold.'],
  form: 'Start a campaign',
  label: 'What is the business, and what is the campaign for?',
  placeholder:
    'A neighbourhood bakery in Leeds. Sourdough proved for 36 hours, two for one on Saturdays. We want more people to order ahead …',
  hint: 'Two or three honest sentences are enough. Nothing is spent yet.',
  plan: 'Plan the campaign',
  others: (n: number) =>
    n === 1 ? 'A campaign was begun elsewhere.' : `${capital(spelled(n))} campaigns were begun elsewhere.`,
  othersKept: 'What you wrote here is kept for the next one.',
  othersGo: 'Show campaigns',
  said: [
    {
      title: 'No key needed',
      text: 'Without a provider key, the built-in studio makes real drafts on this machine, for nothing.',
    },
    {
      title: 'True progress',
      text: 'Each card opens when it is made. Where a provider tells us nothing, the page says so.',
    },
    { title: 'Safe to close', text: 'Reload or restart: the campaign goes on and the page comes back as it was.' },
  ],
  examples: 'Or start from one of these',
  examplesHint: 'Each is a full brief. Change anything before you begin.',
  exampleFacts: (objective: string, posts: number) => `${objective} · ${posts} posts`,
}
