import type { Limit, RuleId, Score } from '../../../lib/domain/score.ts'
import { digits, plural } from '../numbers.ts'

type Unit = Score['unit']

const nbsp = '\u00a0'

const few = (n: number, places: number): string => n.toFixed(places).replace(/\.?0+$/, '')
const share = (n: number): string => `${few(n * 100, 1)}${nbsp}%`
const seconds = (n: number): string => `${few(n / 1_000, 2)}${nbsp}s`

/** A value in its unit, as people read it, and a limit beside it, which need not say the unit again. */
const amounts = {
  characters: { value: (n) => `${digits(n)} ${plural(n, 'character')}`, limit: digits },
  words: { value: (n) => `${digits(n)} ${plural(n, 'phrase')}`, limit: digits },
  marks: { value: digits, limit: digits },
  share: { value: share, limit: share },
  lix: { value: (n) => `LIX ${few(n, 2)}`, limit: (n) => few(n, 2) },
  cosine: { value: (n) => few(n, 4), limit: (n) => few(n, 4) },
  oklab: { value: (n) => few(n, 4), limit: (n) => few(n, 4) },
  levels: { value: (n) => `${few(n, 2)} levels`, limit: (n) => few(n, 2) },
  ms: { value: seconds, limit: seconds },
  'as-is': { value: digits, limit: digits },
} satisfies Record<Unit, Record<'value' | 'limit', (n: number) => string>>

function limitOf(limit: Limit, unit: Unit): string {
  if ('is' in limit) return `has to be ${limit.is}`
  const say = amounts[unit].limit
  if (!('most' in limit)) return `at least ${say(limit.least)}`
  if ('least' in limit) return `${say(limit.least)} to ${say(limit.most)}`
  return limit.most === 0 ? 'none allowed' : `at most ${say(limit.most)}`
}

/** Everything that is measured: its name, and what is measured against whose limit. */
const rules = {
  length: {
    name: 'Length',
    why: 'Text, link and hashtags, counted as the platform counts them, against the length it takes.',
  },
  opening: {
    name: 'Opening',
    why: 'The first sentence, against the place where the platform cuts a text off with “more”.',
  },
  reading: {
    name: 'Reading ease',
    why: 'LIX: words per sentence and the share of long words. Under 30 is very easy, up to 50 as newspapers write (Björnsson, 1968).',
  },
  shouting: {
    name: 'Shouting',
    why: 'Exclamation marks, and words in capitals that the brief does not write so. One may be meant: our own rule.',
  },
  voice: {
    name: 'Words to avoid',
    why: 'Phrases the campaign’s voice says to avoid, found word for word. Its wider advice cannot be counted.',
  },
  facts: {
    name: 'Facts told',
    why: 'Facts of this post’s angle whose numbers and names stand in its texts; of a fact with neither, half its longer words. Half the facts is our own rule.',
  },
  strays: {
    name: 'Numbers without a source',
    why: 'Numbers in digits that stand neither in the brief nor on its page nor in its files. Nobody should promise what nobody said.',
  },
  call: {
    name: 'Call to action',
    why: 'Words of the angle’s call to action that stand in the text. Half of them is our own rule.',
  },
  likeness: {
    name: 'Like another post',
    why: 'Runs of four words that another post of this campaign has, too, as it stood when this was measured. A quarter is our own rule.',
  },
  subject: {
    name: 'On the subject',
    why: 'How near the wording is to the brief, its page and the angle, by runs of three letters: 1 is the same, 0 nothing in common (Damashek, 1995). The limit is our own rule.',
  },
  'picture.palette': {
    name: 'Distance to the brand’s colours',
    why: 'All pixels, to the nearest of the five colours, in OKLab: 0.02 is just seen (Ottosson, 2020). The limit is our own rule.',
  },
  'picture.near': {
    name: 'In the brand’s colours',
    why: 'Pixels that look akin to one of the five colours: within 0.08 in OKLab. The limit is our own rule.',
  },
  'picture.contrast': {
    name: 'Contrast',
    why: 'From the darkest to the lightest hundredth of the pixels, as a share of black to white. The limit is our own rule.',
  },
  'picture.detail': {
    name: 'Sharpness',
    why: 'How much neighbouring pixels differ, of 255 levels of lightness: a blank or blurred picture has little. The limit is our own rule.',
  },
  'picture.measured': {
    name: 'Measured',
    why: 'Whether its colours and sharpness could be measured: something broke here while they were, and the picture stands as it is.',
  },
  'file.type': { name: 'File type', why: 'What the file is, against what it was said to be.' },
  'file.size': { name: 'Size', why: 'Width and height in the file, against what they were said to be.' },
  'file.whole': { name: 'Whole to its end', why: 'The file ends as its format ends.' },
  'file.mark': { name: 'Says how it was made', why: 'The file itself says in XMP where it comes from.' },
  'film.length': { name: 'Length', why: 'How long the film lasts, against what was said.' },
} satisfies Record<RuleId, { name: string; why: string }>

export const checks = {
  title: 'Checks',
  count: (all: number, kept: number) =>
    all === kept ? `${all} ${plural(all, 'check')}, all kept` : `${all} ${plural(all, 'check')}, ${kept} kept`,
  of: (version: number) => `They speak of v${version}, as it was saved.`,
  toLookAt: (n: number) => `${n} ${plural(n, 'check')} to look at`,
  review: {
    passed: 'A second pass found nothing to send back.',
    sentBack: 'Sent back once:',
    second: 'This is the second version.',
    first: 'Another could not be had: the first stands.',
    unseen: 'Nobody looked at it a second time:',
    by: (model: string) => `Looked at by ${model}`,
  },
  kept: 'kept',
  broken: 'look at it',
  on: (rule: string, platform: string) => `${rule}, ${platform}`,
  measured: ({ measured, limit, unit }: Pick<Score, 'measured' | 'limit' | 'unit'>) =>
    `${typeof measured === 'string' ? measured : amounts[unit].value(measured)}, ${limitOf(limit, unit)}`,
  found: (what: string) => `: “${what}”`,
  hash: 'SHA-256 of what was measured',
  rules,
}
