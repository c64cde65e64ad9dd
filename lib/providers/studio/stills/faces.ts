import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as fontkit from 'fontkit'
import type { Font } from 'fontkit'

/** A role a typeface plays. Display roles come in a plain and an emphatic cut. */
export type Face = 'serif' | 'serif-emphasis' | 'grotesk' | 'soft' | 'soft-emphasis' | 'text' | 'text-strong'

type Cut = { family: string; weight: number; style: 'normal' | 'italic'; subsets: readonly string[] }

const latin = ['latin', 'latin-ext'] as const
const every = ['latin', 'latin-ext', 'vietnamese', 'cyrillic', 'greek', 'cyrillic-ext', 'greek-ext'] as const

const didone = (style: Cut['style']): Cut => ({ family: 'noto-serif-display', weight: 600, style, subsets: every })
const inter = (weight: number): Cut => ({ family: 'inter', weight, style: 'normal', subsets: every })

/** First choice first; a later cut draws what the earlier ones lack (Greek, Cyrillic, Vietnamese). */
const cuts: Record<Face, readonly Cut[]> = {
  serif: [{ family: 'dm-serif-display', weight: 400, style: 'normal', subsets: latin }, didone('normal'), inter(700)],
  'serif-emphasis': [
    { family: 'dm-serif-display', weight: 400, style: 'italic', subsets: latin },
    didone('italic'),
    inter(700),
  ],
  grotesk: [
    { family: 'bricolage-grotesque', weight: 800, style: 'normal', subsets: [...latin, 'vietnamese'] },
    inter(800),
  ],
  soft: [
    { family: 'fraunces', weight: 600, style: 'normal', subsets: [...latin, 'vietnamese'] },
    didone('normal'),
    inter(700),
  ],
  'soft-emphasis': [
    { family: 'fraunces', weight: 600, style: 'italic', subsets: [...latin, 'vietnamese'] },
    didone('italic'),
    inter(700),
  ],
  text: [{ family: 'instrument-sans', weight: 500, style: 'normal', subsets: latin }, inter(500)],
  'text-strong': [{ family: 'instrument-sans', weight: 700, style: 'normal', subsets: latin }, inter(700)],
}

const opened = new Map<string, Font>()

function open(cut: Cut, subset: string): Font {
  const file = `@fontsource/${cut.family}/files/${cut.family}-${subset}-${cut.weight}-${cut.style}.woff`
  const known = opened.get(file)
  if (known !== undefined) return known
  const font = fontkit.create(readFileSync(fileURLToPath(import.meta.resolve(file))))
  if (!('layout' in font)) throw new Error(`${file} holds several fonts; one was expected.`)
  opened.set(file, font)
  return font
}

const found = new Map<string, Font | null>()

/** The first font of a face that draws this code point; null when none does. Files are read when first needed and kept. */
export function fontFor(face: Face, codePoint: number): Font | null {
  const key = `${face} ${codePoint}`
  const known = found.get(key)
  if (known !== undefined) return known
  let font: Font | null = null
  search: for (const cut of cuts[face]) {
    for (const subset of cut.subsets) {
      const candidate = open(cut, subset)
      if (candidate.hasGlyphForCodePoint(codePoint)) {
        font = candidate
        break search
      }
    }
  }
  found.set(key, font)
  return font
}

/** Height of capitals in em: what labels are centred by. */
export const capHeight: Record<Face, number> = {
  serif: 0.66,
  'serif-emphasis': 0.66,
  grotesk: 0.66,
  soft: 0.7,
  'soft-emphasis': 0.7,
  text: 0.72,
  'text-strong': 0.72,
}
