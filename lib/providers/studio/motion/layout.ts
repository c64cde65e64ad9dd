import {
  around,
  block,
  frameWidth,
  label,
  printable,
  safeArea,
  type Card,
  type HookCard,
  type ProofCard,
  type Time,
} from './card.ts'
import { cardSecondsOf, type FilmSpec } from './film-spec.ts'
import { fitText } from './fit-text.ts'
import { layoutEnd } from './layout-end.ts'
import { numeralOf, withoutOpening } from './numeral.ts'
import { schemesOf, type Scheme } from './schemes.ts'

export type FilmLayout = { width: number; height: number; cards: Card[] }

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
      ...shown.map((proof, index) =>
        layoutProof(spec, height, proofSchemes[index % 3] ?? schemes.loud, timeOf(index + 1), proof, index),
      ),
      layoutEnd(spec, height, schemes.quiet, schemes.loud, timeOf(shown.length + 1)),
    ],
  }
}

function layoutHook(spec: FilmSpec, height: number, scheme: Scheme, time: Time): HookCard {
  const safe = safeArea(height)
  const kicker = label(spec.kicker ?? spec.brandName, safe.x, safe.y + 8, { width: 480, max: 34 })
  const top = kicker.plate.y + kicker.plate.height + 36
  const hook = printable(spec.storyboard.hook) ? spec.storyboard.hook : spec.brandName
  const headline = block(hook, safe.x, top, {
    role: 'display',
    width: safe.width,
    height: 430,
    max: 190,
    min: 34,
    lineHeight: 1.06,
  })
  const under = headline.box.y + headline.box.height + 44
  const room = height * 0.9 - under
  const size = Math.min(460, room * 0.94)
  const focus = { x: spec.badge ? 410 : frameWidth / 2, y: under + room * 0.54, size }
  const radius = 104
  const sticker =
    spec.badge && printable(spec.badge)
      ? fitText(spec.badge, { role: 'display', width: 156, height: 116, max: 60, min: 17, lineHeight: 1.02 })
      : null
  const middle = { x: safe.x + radius, y: Math.min(under + radius + 8, safe.y + safe.height - radius) }
  return {
    kind: 'hook',
    scheme,
    ...time,
    focus,
    art: { x: 0, y: under, width: frameWidth, height: height - under },
    kicker,
    headline,
    badge: sticker && {
      fitted: sticker,
      radius,
      align: 'center',
      box: around(middle.x, middle.y, sticker.width, sticker.height),
    },
  }
}

function layoutProof(
  spec: FilmSpec,
  height: number,
  scheme: Scheme,
  time: Time,
  text: string,
  index: number,
): ProofCard {
  const safe = safeArea(height)
  const bottom = safe.y + safe.height
  const tag = block(spec.brandName, safe.x + 34, safe.y + 12, {
    role: 'text',
    width: 440,
    height: 40,
    max: 28,
    min: 18,
    maxLines: 1,
  })
  const large = numeralOf(text)
  const numeral = large
    ? block(large, safe.x, safe.y + 96, {
        role: 'display',
        width: safe.width,
        height: 270,
        max: 270,
        min: 90,
        lineHeight: 0.98,
        maxLines: 1,
      })
    : null
  const medallion = numeral ? null : { x: safe.x + 96, y: safe.y + 196, size: 192 }
  const top = numeral ? numeral.box.y + numeral.box.height + 62 : safe.y + 346
  const sentence = block(large ? withoutOpening(text, large) : text, safe.x, top, {
    role: 'display',
    width: safe.width,
    height: bottom - 24 - top,
    max: numeral ? 72 : 100,
    min: 30,
    lineHeight: 1.1,
  })
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
