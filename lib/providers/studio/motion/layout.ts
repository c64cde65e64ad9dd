import { cardSecondsOf, type FilmSpec } from './film-spec.ts'
import { fitText, type Fitted, type FitOptions } from './fit-text.ts'
import { numeralOf, withoutOpening } from './numeral.ts'
import { schemesOf, type Scheme } from './schemes.ts'

/** Lengths are design units: the frame is 720 wide whatever the film's pixels. */
export const frameWidth = 720

export type Box = { x: number; y: number; width: number; height: number }
/** A text where it stands. `box` is the room it takes; centred lines share the box's middle. */
export type Block = { fitted: Fitted; box: Box; align: 'left' | 'center' }
/** A label on a block of colour. */
export type Label = Block & { plate: Box }
export type Focus = { x: number; y: number; size: number }

type Common = {
  scheme: Scheme
  /** Seconds from the start of the film; the fold that brings the card begins at `start`. */
  start: number
  end: number
  /** What the shapes gather around. */
  focus: Focus
  /** Shapes stay inside. */
  art: Box
}
export type HookCard = Common & { kind: 'hook'; kicker: Label; headline: Block; badge: (Block & { radius: number }) | null }
export type ProofCard = Common & { kind: 'proof'; tag: Block; numeral: Block | null; sentence: Block; medallion: Focus | null }
export type EndCard = Common & { kind: 'end'; panel: Scheme; brand: Block; tagline: Block | null; button: Label | null; link: Block | null }
export type Card = HookCard | ProofCard | EndCard

export type FilmLayout = { width: number; height: number; cards: Card[] }

/** What the apps lay over a vertical video: their rail at the right, the caption in the lowest fifth, tabs at the top. No text stands there. */
export const safeArea = (height: number): Box => ({ x: 56, y: 112, width: 564, height: height * 0.8 - 112 })

/** Where everything stands and when, measured with the film's own fonts. Draws nothing. */
export function layoutFilm(spec: FilmSpec): FilmLayout {
  const height = (spec.height / spec.width) * frameWidth
  const schemes = schemesOf(spec.palette)
  const { hook, proofs, endCard } = spec.storyboard
  const shown = proofs.filter((proof) => printable(proof))
  const texts = [hook, ...shown, endCard]
  const weights = texts.map((text, at) => cardSecondsOf(text) + (at === texts.length - 1 ? 0.4 : 0))
  const whole = weights.reduce((sum, weight) => sum + weight, 0)
  let at = 0
  const times = weights.map((weight) => {
    const start = at
    at += (weight / whole) * spec.seconds
    return { start, end: at }
  })
  const timeOf = (index: number): { start: number; end: number } => times[index] ?? { start: 0, end: spec.seconds }
  const proofSchemes = [schemes.loud, schemes.deep, schemes.light] as const
  return {
    width: frameWidth,
    height,
    cards: [
      layoutHook(spec, height, schemes.quiet, timeOf(0)),
      ...shown.map((proof, index) => layoutProof(spec, height, proofSchemes[index % 3] ?? schemes.loud, timeOf(index + 1), proof, index)),
      layoutEnd(spec, height, schemes.quiet, schemes.loud, timeOf(shown.length + 1)),
    ],
  }
}

type Time = { start: number; end: number }

function layoutHook(spec: FilmSpec, height: number, scheme: Scheme, time: Time): HookCard {
  const safe = safeArea(height)
  const kicker = label(spec.kicker ?? spec.brandName, safe.x, safe.y + 8, { width: 480, max: 34 })
  const top = kicker.plate.y + kicker.plate.height + 36
  const hook = printable(spec.storyboard.hook) ? spec.storyboard.hook : spec.brandName
  const headline = block(hook, safe.x, top, { role: 'display', width: safe.width, height: 430, max: 190, min: 34, lineHeight: 1.06 })
  const under = headline.box.y + headline.box.height + 44
  const room = height * 0.9 - under
  const size = Math.min(460, room * 0.94)
  const focus = { x: spec.badge ? 410 : frameWidth / 2, y: under + room * 0.54, size }
  const radius = 104
  const sticker = spec.badge && printable(spec.badge) ? fitText(spec.badge, { role: 'display', width: 156, height: 116, max: 60, min: 17, lineHeight: 1.02 }) : null
  const middle = { x: safe.x + radius, y: Math.min(under + radius + 8, safe.y + safe.height - radius) }
  return {
    kind: 'hook',
    scheme,
    ...time,
    focus,
    art: { x: 0, y: under, width: frameWidth, height: height - under },
    kicker,
    headline,
    badge: sticker && { fitted: sticker, radius, align: 'center', box: around(middle.x, middle.y, sticker.width, sticker.height) },
  }
}

function layoutProof(spec: FilmSpec, height: number, scheme: Scheme, time: Time, text: string, index: number): ProofCard {
  const safe = safeArea(height)
  const bottom = safe.y + safe.height
  const tag = block(spec.brandName, safe.x + 34, safe.y + 12, { role: 'text', width: 440, height: 40, max: 28, min: 18, maxLines: 1 })
  const large = numeralOf(text)
  const numeral = large ? block(large, safe.x, safe.y + 96, { role: 'display', width: safe.width, height: 270, max: 270, min: 90, lineHeight: 0.98, maxLines: 1 }) : null
  const medallion = numeral ? null : { x: safe.x + 96, y: safe.y + 196, size: 192 }
  const top = numeral ? numeral.box.y + numeral.box.height + 62 : safe.y + 346
  const sentence = block(large ? withoutOpening(text, large) : text, safe.x, top, { role: 'display', width: safe.width, height: bottom - 24 - top, max: numeral ? 72 : 100, min: 30, lineHeight: 1.1 })
  const artTop = Math.max(sentence.box.y + sentence.box.height + 40, height * 0.5)
  return {
    kind: 'proof',
    scheme,
    ...time,
    focus: { x: [560, 150, 430][index % 3] ?? 360, y: height * 0.98, size: Math.min(560, height * 0.98 - artTop) },
    art: { x: 0, y: artTop, width: frameWidth, height: height - artTop },
    tag,
    numeral,
    sentence,
    medallion,
  }
}

type EndTexts = { brand: Fitted; tagline: Fitted | null; action: Fitted | null; plate: { width: number; height: number } | null; link: Fitted | null; height: number }
const endGaps = { tagline: 18, plate: 38, link: 30 }

/** The end card's texts at a share of their largest sizes, and the height of their stack. */
function fitEnd(spec: FilmSpec, width: number, share: number): EndTexts {
  const line = (text: string | null, options: Omit<FitOptions, 'role' | 'width'> & Partial<Pick<FitOptions, 'role' | 'width'>>): Fitted | null =>
    text !== null && printable(text) ? fitText(text, { role: 'text', width, ...options, height: options.height * share, max: Math.max(options.min, options.max * share) }) : null
  const plain = (text: string | null): string => text?.trim().toLowerCase() ?? ''
  const said = [spec.callToAction, spec.brandName, spec.link].map(plain)
  const brand = fitText(spec.brandName, { role: 'display', width, height: 220 * share, max: 108 * share, min: 30, lineHeight: 1.02, maxLines: 3 })
  const tagline = said.includes(plain(spec.storyboard.endCard)) ? null : line(spec.storyboard.endCard, { height: 150, max: 40, min: 20, maxLines: 4, lineHeight: 1.22 })
  const action = line(spec.callToAction, { role: 'display', width: width - 88, height: 105, max: 46, min: 20, maxLines: 3, lineHeight: 1.12 })
  const link = line(spec.link, { height: 44, max: 35, min: 18, maxLines: 1 })
  const plate = action && { width: action.width + 88, height: action.height + 44 }
  const rest = (tagline ? endGaps.tagline + tagline.height : 0) + (plate ? endGaps.plate + plate.height : 0) + (link ? endGaps.link + link.height : 0)
  return { brand, tagline, action, plate, link, height: brand.height + rest }
}

function layoutEnd(spec: FilmSpec, height: number, scheme: Scheme, panel: Scheme, time: Time): EndCard {
  const safe = safeArea(height)
  const middle = frameWidth / 2
  const width = (safe.x + safe.width - middle) * 2
  const split = height * 0.4
  const room = safe.y + safe.height - split - 64
  const shares = [0.9, 0.8, 0.7, 0.6, 0.5]
  const fitting = shares.reduce((found, share) => (found.height <= room ? found : fitEnd(spec, width, share)), fitEnd(spec, width, 1))
  const { brand, tagline, action, plate, link } = fitting
  let y = split + 44 + Math.max(0, room - fitting.height) * 0.4
  const place = (fitted: Fitted): Block => {
    const placed: Block = { fitted, align: 'center', box: { x: middle - fitted.width / 2, y, width: fitted.width, height: fitted.height } }
    y += fitted.height
    return placed
  }
  const brandBlock = place(brand)
  if (tagline) y += endGaps.tagline
  const taglineBlock = tagline && place(tagline)
  let button: Label | null = null
  if (action && plate) {
    const plateBox = { x: middle - plate.width / 2, y: y + endGaps.plate, ...plate }
    y = plateBox.y + 22
    button = { ...place(action), plate: plateBox }
    y = plateBox.y + plateBox.height
  }
  if (link) y += endGaps.link
  const linkBlock = link && place(link)
  return {
    kind: 'end',
    scheme,
    panel,
    ...time,
    focus: { x: middle, y: split * 0.56, size: split * 0.62 },
    art: { x: 0, y: 0, width: frameWidth, height: split },
    brand: brandBlock,
    tagline: taglineBlock,
    button,
    link: linkBlock,
  }
}

const printable = (text: string): boolean => fitText(text, { role: 'text', width: 1e6, height: 100, max: 10, min: 10 }).lines.length > 0

const around = (x: number, y: number, width: number, height: number): Box => ({ x: x - width / 2, y: y - height / 2, width, height })

function block(text: string, x: number, y: number, options: FitOptions): Block {
  const fitted = fitText(text, options)
  return { fitted, align: 'left', box: { x, y, width: fitted.width, height: fitted.height } }
}

function label(text: string, x: number, y: number, { width, max }: { width: number; max: number }): Label {
  const fitted = fitText(text, { role: 'text', width, height: 44, max, min: 18, maxLines: 1 })
  const plate = { x, y, width: fitted.width + 40, height: fitted.height + 24 }
  return { fitted, align: 'left', plate, box: { x: x + 20, y: y + 12, width: fitted.width, height: fitted.height } }
}
