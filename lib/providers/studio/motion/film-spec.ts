import type { Palette, Storyboard } from '../../../domain/analysis.ts'

/** What one film shows. The same spec gives the same frames. */
export type FilmSpec = {
  /** Even pixels, about 9:16; `filmSize` is what every platform takes. */
  width: number
  height: number
  /** Whole frames per second, 12 to 60. */
  fps: number
  /** 1 to 12; `filmSecondsOf` gives the time a reader needs. */
  seconds: number
  storyboard: Storyboard
  /** A short line over the hook; the brand name stands there when null. */
  kicker: string | null
  /** A short offer on a sticker, such as "2 for 1". */
  badge: string | null
  callToAction: string | null
  brandName: string
  link: string | null
  palette: Palette
  /** What the picture shows, in a word: said in the alt text. */
  motif: string
  /** Absolute path of the motif's picture (WebP or PNG, square); null draws shapes instead. */
  motifFile: string | null
  seed: string
}

/** A finished film: MP4 with H.264, `moov` before the media. `frames` is the number of samples in the file. */
export type Film = {
  bytes: Uint8Array
  mime: 'video/mp4'
  width: number
  height: number
  durationMs: number
  frames: number
  /** The opening card once its words stand, as JPEG in the film's size. */
  poster: Uint8Array
}

/** Frames that are encoded, of those the film will have. */
export type FilmProgress = { done: number; total: number }

/** 25 frames a second: kinetic type stays smooth and a film is drawn a sixth sooner than with 30. */
export const filmSize = { width: 720, height: 1280, fps: 25 } as const

const shortestSeconds = 6
const longestSeconds = 12

/** How long a card stands, in seconds: what the eye needs to find it and to read it, between 1.7 and 2.7. */
export function cardSecondsOf(text: string): number {
  return Math.min(2.7, Math.max(1.7, 1.35 + text.length * 0.018))
}

/** Length of a film in seconds, 6 to 12 in halves: the sum of its cards' reading times; the end card stands a little longer. */
export function filmSecondsOf({ hook, proofs, endCard }: Storyboard): number {
  const sum = [hook, ...proofs, endCard].reduce((seconds, text) => seconds + cardSecondsOf(text), 0.4)
  return Math.min(longestSeconds, Math.max(shortestSeconds, Math.round(sum * 2) / 2))
}

export const framesOf = ({ seconds, fps }: Pick<FilmSpec, 'seconds' | 'fps'>): number => Math.round(seconds * fps)

/** Throws a RangeError that names what cannot be filmed. */
export function checkFilmSpec(spec: FilmSpec): void {
  const ratio = spec.height / spec.width
  if (spec.width % 2 !== 0 || spec.height % 2 !== 0)
    throw new RangeError('A film needs even pixels: H.264 stores colour for two at a time.')
  if (!(ratio > 1.7 && ratio < 1.85)) throw new RangeError(`A film is 9:16; ${spec.width} x ${spec.height} is not.`)
  if (!(spec.width >= 144 && spec.width <= 1080)) throw new RangeError('A film is 144 to 1080 pixels wide.')
  if (!Number.isInteger(spec.fps) || spec.fps < 12 || spec.fps > 60)
    throw new RangeError('A film has 12 to 60 whole frames per second.')
  if (!(spec.seconds >= 1 && spec.seconds <= longestSeconds))
    throw new RangeError(`A film takes 1 to ${longestSeconds} seconds.`)
}

const sentence = (text: string): string => (/[.!?…]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`)

/** What the film shows, in words, for those who do not see it. */
export function filmAltOf(spec: FilmSpec): string {
  const { hook, proofs, endCard } = spec.storyboard
  const last = [spec.brandName, endCard, spec.callToAction, spec.link]
    .filter((part, at, all) => part && all.indexOf(part) === at)
    .join(', ')
  return [
    `Vertical video of ${Math.round(spec.seconds)} seconds in the brand's colours${spec.motif ? `, with a picture of ${spec.motif}` : ''}.`,
    `Opens with: ${sentence(hook)}`,
    `Then: ${proofs.map(sentence).join(' ')}`,
    `Ends with: ${sentence(last)}`,
  ].join(' ')
}
