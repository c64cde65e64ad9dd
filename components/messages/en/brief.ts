import { plural, some, spelled } from '../numbers.ts'

export const brief = {
  title: 'What should people hear?',
  page: 'New campaign',
  form: 'Brief',
  draftKept: (time: string) => `Draft kept on this machine, ${time}`,
  startOver: 'Start over',
  examples: { label: 'Start from an example', lead: 'Start from' },
  objective: {
    title: 'Objective',
    hint: 'Decides the call to action and what the angles aim at.',
    options: {
      awareness: 'Awareness',
      launch: 'Launch',
      leads: 'Leads',
      sales: 'Sales',
      event: 'Event',
      retention: 'Retention',
    },
  },
  business: {
    title: 'Brief',
    hint: 'In your own words. Only what stands here, on your website or in your files can be claimed.',
    label: 'What is the business, and what is the campaign for?',
    placeholder: 'Who you are, what you make, for whom, what is special and true about it, and what people should do.',
    found: 'Found:',
    count: (used: string, max: string) => `${used} / ${max}`,
  },
  facts: {
    title: 'Facts',
    hint: (open: number) =>
      open === 0
        ? 'The posts have what they need.'
        : `${open === 1 ? 'One thing' : `${capitalOf(open)} things`} would make the posts stronger. All can stay open.`,
    website: {
      title: 'Where should people go?',
      why: 'Posts end with this link, and what the page says is read.',
      label: 'Website',
      placeholder: 'example.com/order',
    },
    offer: {
      title: 'Is there an offer?',
      why: 'Said exactly as you write it.',
      label: 'Offer',
      placeholder: 'Two for one on Saturdays',
    },
    proof: {
      title: 'What proves it?',
      why: 'Numbers, dates, places, names. One on each line.',
      label: 'Proof points',
      placeholder: '36 hours of proving\nFlour from within 40 miles',
    },
    addToBrief: 'Add it to the brief',
  },
  who: {
    title: 'Who and how',
    optional: 'optional',
    audience: { label: 'Audience', placeholder: 'Commuters and families nearby' },
    tone: { label: 'Tone', placeholder: 'Plain, warm, a little dry' },
  },
  platforms: { title: 'Platforms', hint: 'Each post is written for each of these.' },
  posts: {
    title: 'Posts',
    all: 'In all',
    fewer: 'Fewer posts',
    more: 'More posts',
    text_url: 'Text and link',
    text_image: 'With an image',
    text_video: 'With a video',
  },
  visuals: {
    title: 'Visuals',
    hint: 'The studio works on this machine and costs nothing.',
    images: 'Images',
    imagesText: (n: number) => (n === 0 ? 'none in this mix' : `${n}, in the size of each platform`),
    videos: 'Videos',
    videosText: (n: number) => (n === 0 ? 'none in this mix' : `${n}, vertical`),
    off: 'off',
  },
  name: {
    title: 'Name and language',
    label: 'Name of the campaign',
    placeholder: 'Found in the analysis when left open',
    language: 'Language of the posts',
    languageHint: 'The studio writes English best. In other languages it uses only your own sentences.',
    languages: {
      en: 'English',
      'en-GB': 'English (UK)',
      'en-US': 'English (US)',
      de: 'German',
      fr: 'French',
      es: 'Spanish',
      it: 'Italian',
      nl: 'Dutch',
      pl: 'Polish',
      pt: 'Portuguese',
      el: 'Greek',
      uk: 'Ukrainian',
    },
  },
  plan: {
    title: 'The plan',
    takes: 'Takes',
    costs: 'Costs',
    noHistory: 'Not known yet',
    noHistoryWhy: 'An estimate comes from jobs this machine has finished; it has too few yet.',
    free: 'Free, made on this machine',
    own: 'Nothing booked',
    by: { studio: ', by the studio', google: ', by Google', openai: ', by your own model' },
    strip: 'Planned jobs',
    caption: 'Jobs that this brief would run',
    jobs: (n: number) => `${n} ${plural(n, 'job')}`,
    lines: {
      analysis: (n: number) => `${n} analysis`,
      text: (n: number) => `${n} ${plural(n, 'text')}`,
      image: (n: number) => `${n} ${plural(n, 'image')}`,
      video: (n: number) => `${n} ${plural(n, 'video')}`,
    },
    perPlatform: (n: number) => (n === 1 ? ', one platform' : `, ${spelled(n)} platforms each`),
    each: (span: string) => `${span} each`,
    budget: (cap: string | null) =>
      cap === null ? 'As before, it may cost nothing: the studio makes it.' : `As before, it may cost ${cap} at most.`,
    offer: {
      title: 'Made before',
      forNothing: (what: string, name: string) => `Take ${what} from “${name}”, for nothing.`,
      again: (what: string, name: string) => `Take ${what} from “${name}” instead of making them again.`,
      ifWebsiteIsSame: 'When the website says something else by now, all is made anew.',
      parts: {
        analysis: () => 'the analysis',
        text: (n: number) => some(n, 'text'),
        image: (n: number) => some(n, 'image', 'an'),
        video: (n: number) => some(n, 'video'),
      },
      taken: 'taken',
      nothing: 'Nothing',
    },
    sample: 'Sample, made from your words just now',
    notYet: 'Write at least 20 characters and the plan stands here.',
    make: 'Make the campaign',
    making: 'Sending the brief',
    promise: 'Nothing is spent before you press this.',
    failed: 'The plan could not be worked out just now.',
  },
  errors: {
    objective: 'Choose what the campaign is for.',
    summary: (n: number) => (n === 1 ? 'One field needs a change.' : `${capitalOf(n)} fields need a change.`),
  },
}

function capitalOf(n: number): string {
  const word = spelled(n)
  return word.charAt(0).toUpperCase() + word.slice(1)
}
