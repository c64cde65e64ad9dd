import type { JobKind } from '../../domain/job.ts'
import type { UploadLoad } from '../../domain/upload.ts'
import { listedCatalogue, listingOf, type Catalogue, type Limits } from './catalogue.ts'
import { attached, filmed, picture, shortest } from './data/models.ts'
import type { GoogleModel, ListedPrice } from './listing.ts'

/** What one call is billed for: tokens, or the seconds of a film. Media tokens are pictures or films and not part of `output`. */
export type Tokens = {
  input: number
  cached: number
  output: number
  thoughts: number
  media: number
  seconds?: number
}

export type Prices = {
  /** Cost of a call in integer micros of the installation's currency, rounded up; of the model in use, unless another one is named that made it. */
  microsOf(kind: GoogleModel['kind'], tokens: Tokens, model?: string): number
  /** From the least that a job of this kind can take, when all goes well, to the most it is allowed to. */
  rangeOf(kind: JobKind, load?: UploadLoad): { lowMicros: number; highMicros: number }
}

export type PricesDeps = {
  models: Record<GoogleModel['kind'], string>
  /** Units of the installation's currency for one US dollar. */
  usdRate: number
  now(): number
  /** What was made is looked at once more by the text model, and may be made once more. */
  critic?: boolean
  /** The list that comes with the program when left out. */
  catalogue?: Catalogue
}

/**
 * A film by the second costs what was asked for: Veo is asked for one length. A price per million tokens is the price of one token in micros, so micros = tokens x dollars per million x rate. A model that is not in the
 * list is priced as the dearest of its kind: no cap is passed because a price was not known.
 */
export function createPrices({
  models,
  usdRate,
  now,
  critic = false,
  catalogue = listedCatalogue,
}: PricesDeps): Prices {
  const { limits } = catalogue
  const microsOf = (kind: GoogleModel['kind'], tokens: Tokens, model = models[kind]): number => {
    const today = new Date(now()).toISOString().slice(0, 10)
    return Math.ceil(
      rounded(Math.max(...pricesFor(catalogue, kind, model, today).map((one) => usdMicros(one, tokens))) * usdRate),
    )
  }
  const call = (kind: GoogleModel['kind'], tokens: Partial<Tokens>): number =>
    microsOf(kind, { input: 0, cached: 0, output: 0, thoughts: 0, media: 0, ...tokens })
  // An answer that cannot be used is asked for once more.
  const turns = 2
  // A critic looks once, and may have it made once more.
  const made = critic ? 2 : 1
  const least = (kind: keyof typeof shortest, more = 0): number => {
    const { input, output } = shortest[kind]
    return call('text', { input: input + more, cached: input + more, output })
  }
  const leastLook = critic ? least('critic') : 0
  const mostLook = critic ? call('text', turnAtMost(limits, 'critic')) : 0
  const ranges = {
    analysis: (load: UploadLoad) => ({
      lowMicros: least('analysis', leastOf(load)),
      highMicros: turns * call('text', turnAtMost(limits, 'analysis', load)),
    }),
    text: () => ({
      lowMicros: least('text') + leastLook,
      highMicros: made * turns * call('text', turnAtMost(limits, 'text')) + mostLook,
    }),
    image: () => ({
      lowMicros: call('image', { media: picture.tokens }) + leastLook,
      highMicros: made * call('image', pictureAtMost(limits)) + mostLook,
    }),
    video: () => ({
      lowMicros: call('video', { media: filmed.seconds * filmed.tokensPerSecond, seconds: filmed.seconds }),
      highMicros: call('video', {
        ...limits.video,
        media: filmed.mostSeconds * filmed.tokensPerSecond,
        seconds: filmed.seconds,
      }),
    }),
  } satisfies Record<JobKind, (load: UploadLoad) => ReturnType<Prices['rangeOf']>>
  return {
    microsOf,
    rangeOf: (kind, load = noFiles) => ranges[kind](load),
  }
}

const noFiles: UploadLoad = { pages: 0, images: 0, characters: 0 }

/** What one turn of words may take, with what files add to its prompt. */
export const turnAtMost = (limits: Limits, kind: 'analysis' | 'text' | 'critic', load = noFiles): Partial<Tokens> => ({
  ...limits[kind],
  input: limits[kind].input + mostOf(load),
})

/** What one drawn picture may take. */
export const pictureAtMost = ({ image }: Limits): Partial<Tokens> => ({ ...image, media: 2 * picture.tokens })

/** Tokens of the files of a brief: a letter of English is a quarter of one, of Chinese nearly a whole. */
const leastOf = ({ pages, images, characters }: UploadLoad): number =>
  attached.leastTokens * ((pages <= attached.mostPages ? pages : 0) + images) + Math.floor(characters / 4)
const mostOf = ({ pages, images, characters }: UploadLoad): number =>
  attached.pageTokens * Math.min(pages, attached.mostPages) + attached.imageTokens * images + characters

/** Floating point must not turn 67.2 into a dearer 67.20000001. */
const rounded = (micros: number): number => Math.round(micros * 1_000) / 1_000

function pricesFor(list: Catalogue, kind: GoogleModel['kind'], id: string, today: string): ListedPrice[] {
  const known = listingOf(list, kind, id)
  const models = known ? [known] : Object.values(list.models).filter((model) => model.kind === kind)
  return models.map(({ prices }) => prices.findLast(({ from }) => from <= today) ?? prices[0])
}

function usdMicros(prices: ListedPrice, { input, cached, output, thoughts, media, seconds = 0 }: Tokens): number {
  if ('second' in prices) return seconds * prices.second * 1_000_000
  const fresh = Math.max(0, input - cached)
  return (
    fresh * prices.input +
    cached * prices.cachedInput +
    (output + thoughts) * prices.output +
    media * (prices.mediaOutput ?? prices.output)
  )
}
