import { converter, formatHex, wcagContrast } from 'culori'
import type { Palette } from '../../../domain/analysis.ts'
import { palettes } from '../data/palettes.ts'
import { general } from '../data/trades/general.ts'
import type { Facts } from './facts.ts'
import { hashOf } from './wording.ts'

const oklch = converter('oklch')

/** WCAG 2.2 AA for text. */
const least = 4.5

/** The trade's colours in the business's own hue: as its page has it, else one of its palettes, turned by up to 16 degrees by its name. */
export function choosePalette(facts: Facts): Palette {
  const who = hashOf(facts.name ?? facts.sentences[0] ?? facts.trade.id)
  const names = facts.trade.palettes.length > 0 ? facts.trade.palettes : general.palettes
  const base = palettes[names[who % names.length] ?? 'harbour']
  const own = facts.colours[0]
  if (own !== undefined) return inOwnColour(own, base)
  const turn = ((who >>> 8) % 33) - 16
  const ground = turned(base.ground, turn)
  const accent = turned(base.accent, turn)
  return {
    ground,
    surface: turned(base.surface, turn),
    ink: readable(turned(base.ink, turn), ground),
    accent: readable(accent, turned(base.onAccent, turn)),
    onAccent: turned(base.onAccent, turn),
  }
}

/** The page's own colour as the accent, and around it the lightness of the trade's palette in its hue. */
function inOwnColour(own: string, base: Palette): Palette {
  const hue = oklch(own)?.h
  const inHue = (hex: string): string => {
    const colour = oklch(hex)
    return colour && hue !== undefined ? (formatHex({ ...colour, h: hue }) ?? hex) : hex
  }
  const ground = inHue(base.ground)
  const onAccent = wcagContrast('#ffffff', own) > wcagContrast('#000000', own) ? '#ffffff' : '#000000'
  return { ground, surface: inHue(base.surface), ink: readable(inHue(base.ink), ground), accent: own, onAccent }
}

function turned(hex: string, degrees: number): string {
  const colour = oklch(hex)
  return colour ? (formatHex({ ...colour, h: ((colour.h ?? 0) + degrees + 360) % 360 }) ?? hex) : hex
}

/** The colour, moved away from the ground in lightness until it contrasts. */
function readable(hex: string, ground: string): string {
  const colour = oklch(hex)
  const under = oklch(ground)
  if (!colour || !under) return hex
  const step = colour.l > under.l ? 0.02 : -0.02
  let now = hex
  for (let l = colour.l; wcagContrast(now, ground) < least && l > 0 && l < 1; l += step)
    now = formatHex({ ...colour, l }) ?? now
  return now
}
