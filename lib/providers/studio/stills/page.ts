import type { Palette } from '../../../domain/analysis.ts'
import { oklch } from 'culori'
import { findMotif } from '../data/motifs.ts'
import type { Motif } from '../data/motifs.ts'
import { cleanText, says, shorten } from './clean-text.ts'
import { schemeOf } from './colours.ts'
import type { Scheme } from './colours.ts'
import type { Face } from './faces.ts'
import type { SceneNode } from './scene.ts'
import { hashOf, seededRandom } from './seed.ts'
import type { Emphasis } from './set-text.ts'
import type { Box, Rect, StillSpec } from './still-spec.ts'

/** A brand's display type: one pair for all its stills. */
export type Voice = { face: Face; emphasis: Face; leading: number; tracking: number }

/** What may be said on the page: drawable text, null where nothing is left to say. */
type Words = {
  headline: string
  kicker: string | null
  sub: string | null
  badge: string | null
  action: string | null
  brand: string | null
}

/** A still being composed: templates add nodes (back to front) and boxes. */
export type Page = {
  width: number
  height: number
  /** wide: landscape; square; tall: 4:5 and the like; story: 9:16, where apps cover the top and the foot. */
  format: 'wide' | 'square' | 'tall' | 'story'
  /** The measure of type and margins: 1 at 1080x1080. */
  unit: number
  /** Where text may stand. */
  safe: Rect
  scheme: Scheme
  voice: Voice
  words: Words
  emphasis: Emphasis | null
  motif: Motif | null
  random: () => number
  nodes: SceneNode[]
  boxes: Box[]
}

const voices = {
  serif: { face: 'serif', emphasis: 'serif-emphasis', leading: 1.06, tracking: -0.012 },
  grotesk: { face: 'grotesk', emphasis: 'grotesk', leading: 1.04, tracking: -0.028 },
  soft: { face: 'soft', emphasis: 'soft-emphasis', leading: 1.07, tracking: -0.02 },
} as const satisfies Record<string, Voice>

/** Warm brands speak in a fat serif, blue and violet ones in a grotesque, the rest in a soft serif; colourless ones by their name. */
export function voiceOf(palette: Palette, brandName: string): Voice {
  const ink = oklch(palette.ink)
  const accent = oklch(palette.accent)
  const speaker = ink !== undefined && ink.c >= 0.025 ? ink : accent
  if (speaker === undefined || speaker.c < 0.025 || speaker.h === undefined) {
    return [voices.serif, voices.grotesk, voices.soft][hashOf(brandName) % 3] ?? voices.grotesk
  }
  if (speaker.h < 105 || speaker.h >= 345) return voices.serif
  return speaker.h >= 225 ? voices.grotesk : voices.soft
}

/** The words worth leaning on: a number with its noun, else the longest word; none in a headline of one or two words or in capitals. */
export function emphasisOf(headline: string): Emphasis | null {
  const words = headline.split(' ')
  if (words.length < 3 || headline === headline.toUpperCase()) return null
  const number = words.findIndex((word) => /^[£$€]?\d/u.test(word))
  if (number >= 0) return { from: number, to: Math.min(words.length, number + 2) }
  let at = -1
  let longest = 4
  words.forEach((word, index) => {
    const letters = word.replace(/[^\p{L}]/gu, '').length
    if (letters > longest) {
      longest = letters
      at = index
    }
  })
  return at < 0 ? null : { from: at, to: at + 1 }
}

function wordsOf(spec: StillSpec, voice: Voice): Words {
  const say = (text: string | null, face: Face, most: number): string | null => {
    if (text === null) return null
    const clean = cleanText(text.slice(0, 2_000), face)
    return says(clean) ? shorten(clean, most) : null
  }
  const brand = say(spec.brandName, voice.face, 60)
  return {
    headline: say(spec.headline, voice.face, 120) ?? brand ?? say(spec.callToAction, voice.face, 60) ?? '',
    kicker: say(spec.kicker?.toUpperCase() ?? null, 'text-strong', 80),
    sub: say(spec.sub, 'text', 260),
    badge: say(spec.badge, 'grotesk', 40),
    action: say(spec.callToAction, 'text-strong', 60)?.replace(/\s*[→➜➔]\s*$/u, '') ?? null,
    brand,
  }
}

function formatOf(width: number, height: number): Page['format'] {
  const ratio = width / height
  if (ratio > 1.3) return 'wide'
  if (ratio > 0.9) return 'square'
  return ratio > 0.65 ? 'tall' : 'story'
}

/** An empty page for a spec: formats, colours, type and drawable words settled. */
export function createPage(spec: StillSpec): Page {
  const { width, height } = spec
  const format = formatOf(width, height)
  const unit = Math.min(1.25, Math.sqrt(width * height) / 1080) * (format === 'wide' ? 1.02 : 1)
  const margin = (format === 'wide' ? 64 : 76) * unit
  const top = format === 'story' ? height * 0.13 : margin
  const foot = format === 'story' ? height * 0.17 : margin
  const voice = voiceOf(spec.palette, spec.brandName)
  const words = wordsOf(spec, voice)
  return {
    width,
    height,
    format,
    unit,
    safe: { x: margin, y: top, width: width - 2 * margin, height: height - top - foot },
    scheme: schemeOf(spec.palette),
    voice,
    words,
    emphasis: emphasisOf(words.headline),
    motif: findMotif(spec.motif),
    random: seededRandom(`${spec.seed} ${spec.template}`),
    nodes: [],
    boxes: [],
  }
}
