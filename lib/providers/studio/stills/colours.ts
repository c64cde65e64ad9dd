import { clampChroma, formatHex, oklch, wcagContrast } from 'culori'
import type { Palette } from '../../../domain/analysis.ts'

/** The least contrast of text on its field: WCAG 2.2 AA for body text, with a little air for JPEG. */
export const textContrast = 4.6

type Lch = { l: number; c: number; h: number }

const read = (hex: string): Lch => {
  const colour = oklch(hex)
  return { l: colour?.l ?? 0, c: colour?.c ?? 0, h: colour?.h ?? 80 }
}

/** A colour by OKLCH lightness 0..1, chroma and hue in degrees, brought into sRGB by lowering chroma. */
export function lch(l: number, c: number, h: number): string {
  return (
    formatHex(clampChroma({ mode: 'oklch', l: Math.min(1, Math.max(0, l)), c: Math.max(0, c), h }, 'oklch')) ??
    '#000000'
  )
}

/** Mixes two colours in OKLCH lightness and chroma, hue from the more colourful one. `share` is how much of `b`. */
export function mix(a: string, b: string, share: number): string {
  const from = read(a)
  const to = read(b)
  return lch(from.l + (to.l - from.l) * share, from.c + (to.c - from.c) * share, from.c > to.c ? from.h : to.h)
}

const least = (colour: string, fields: readonly string[]): number =>
  Math.min(...fields.map((field) => wcagContrast(colour, field)))

/**
 * The colour nearest to `wish` in lightness that reads on every field by `minimum`, keeping its hue; black or white (whichever reads better)
 * when no lightness does. One field always has an answer: black or white reads on any colour by 4.58.
 */
export function readable(wish: string, fields: readonly string[], minimum = textContrast): string {
  if (least(wish, fields) >= minimum) return wish
  const { l, c, h } = read(wish)
  for (let step = 1; step <= 50; step++) {
    for (const lightness of [l - step * 0.02, l + step * 0.02]) {
      if (lightness < 0 || lightness > 1) continue
      const colour = lch(lightness, c, h)
      if (least(colour, fields) >= minimum) return colour
    }
  }
  return least('#000000', fields) >= least('#ffffff', fields) ? '#000000' : '#ffffff'
}

/** A colour with the colours of text on it; every one reads by `textContrast` on all `fills` (`fill` and a pattern on it, if any). */
export type Field = { fill: string; fills: readonly string[]; ink: string; soft: string; accent: string; line: string }

/** The brand's colours as the templates use them. */
export type Scheme = {
  ground: Field
  surface: Field
  /** The ground's opposite: the darkest brand colour on a light ground, the lightest on a dark one. */
  ink: Field
  accent: Field
  /** A full middle tone of the brand's own hue. */
  middle: Field
  /** Ground with a breath of colour: art only. */
  tint: string
  /** Between middle and ink: art only. */
  deep: string
  /** Shadow under things. */
  shadow: string
}

/** Pushes a field colour away from the one luminance where neither black nor white reads well. */
function settle(fill: string): string {
  if (Math.max(wcagContrast(fill, '#000000'), wcagContrast(fill, '#ffffff')) >= 4.75) return fill
  const { l, c, h } = read(fill)
  for (let step = 1; step < 20; step++) {
    const darker = lch(l - step * 0.01, c, h)
    if (wcagContrast(darker, '#ffffff') >= 4.75) return darker
  }
  return fill
}

function field(fill: string, ink: string, accent: string): Field {
  const strong = readable(ink, [fill])
  return {
    fill,
    fills: [fill],
    ink: strong,
    soft: readable(mix(strong, fill, 0.22), [fill], 4.8),
    accent: readable(accent, [fill]),
    line: mix(fill, strong, 0.24),
  }
}

/** The same field with a pattern drawn on it: its texts read on both. The pattern fades towards the field where no text colour could. */
export function patterned(base: Field, wish: string): { field: Field; pattern: string } {
  for (const share of [0, 0.25, 0.5, 0.75, 1]) {
    const pattern = share === 1 ? base.fill : share === 0 ? wish : mix(wish, base.fill, share)
    const fills = [base.fill, pattern]
    const field = {
      ...base,
      fills,
      ink: readable(base.ink, fills),
      soft: readable(base.soft, fills),
      accent: readable(base.accent, fills),
    }
    if ([field.ink, field.soft, field.accent].every((colour) => least(colour, fills) >= 4.5)) return { field, pattern }
  }
  return { field: base, pattern: base.fill }
}

const distance = (a: Lch, b: Lch): number => {
  const turn = ((a.h - b.h) * Math.PI) / 180
  return Math.hypot(a.l - b.l, Math.sqrt(Math.max(0, a.c ** 2 + b.c ** 2 - 2 * a.c * b.c * Math.cos(turn))))
}

/** Fields, tones and readable text colours from any palette, also from one that breaks its own contrast rules. */
export function schemeOf(palette: Palette): Scheme {
  const ground = settle(palette.ground)
  const accent = settle(palette.accent)
  const inkLch = read(palette.ink)
  const groundLch = read(ground)
  const accentLch = read(accent)
  const light = groundLch.l >= 0.5
  const hue = inkLch.c >= 0.02 ? inkLch.h : groundLch.c >= 0.03 && !light ? groundLch.h : accentLch.h
  const ownChroma = Math.max(inkLch.c, light ? 0 : groundLch.c)
  const colourless = ownChroma < 0.008 && accentLch.c < 0.03
  const chroma = colourless ? 0 : Math.min(0.17, Math.max(0.075, ownChroma * 1.7))

  const inkField = light
    ? lch(Math.min(inkLch.l, 0.29), Math.max(inkLch.c, colourless ? 0 : 0.03), hue)
    : lch(Math.max(inkLch.l, 0.93), Math.min(inkLch.c, 0.05), inkLch.h)
  let middle: Lch = { l: light ? 0.53 : 0.6, c: chroma, h: hue }
  for (const turn of [0, -28, 34, -60, 70]) {
    middle = { ...middle, h: hue + turn }
    if (distance(middle, accentLch) > 0.13) break
  }
  if (distance(middle, accentLch) <= 0.13) middle = { ...middle, l: accentLch.l > 0.55 ? 0.42 : 0.72 }
  const middleFill = settle(lch(middle.l, middle.c, middle.h))
  const surface = settle(palette.surface)
  const tint = lch(
    groundLch.l + (light ? -0.045 : 0.05),
    Math.min(0.09, groundLch.c + 0.025),
    groundLch.c > 0.012 ? groundLch.h : hue,
  )
  return {
    ground: field(ground, palette.ink, light ? lch(middle.l - 0.04, middle.c, middle.h) : palette.accent),
    surface: field(surface, palette.ink, light ? lch(middle.l - 0.04, middle.c, middle.h) : palette.accent),
    ink: field(inkField, ground, palette.accent),
    accent: field(accent, palette.onAccent, palette.onAccent),
    middle: field(middleFill, light ? ground : palette.ink, light ? ground : palette.ink),
    tint,
    deep: mix(middleFill, inkField, light ? 0.5 : 0.3),
    shadow: lch(0.16, Math.min(0.04, chroma), hue),
  }
}
