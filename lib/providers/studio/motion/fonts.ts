import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { GlobalFonts } from '@napi-rs/canvas'
import { coverageOfWoff2 } from './woff2-coverage.ts'

/** `display` for what is read first, `text` for labels. */
export type Role = 'display' | 'text'

/** How a text is set: its printable characters and the CSS font without the size. */
export type Face = { text: string; weight: number; families: string }

const files = {
  bricolage: ['latin', 'latin-ext'].map(
    (subset) => `@fontsource-variable/bricolage-grotesque/files/bricolage-grotesque-${subset}-opsz-normal.woff2`,
  ),
  instrument: ['latin', 'latin-ext'].map(
    (subset) => `@fontsource-variable/instrument-sans/files/instrument-sans-${subset}-wght-normal.woff2`,
  ),
  geologica: ['latin', 'latin-ext', 'vietnamese', 'greek', 'cyrillic', 'cyrillic-ext'].map(
    (subset) => `@fontsource-variable/geologica/files/geologica-${subset}-wght-normal.woff2`,
  ),
}
type Typeface = keyof typeof files

const own = { display: 'bricolage', text: 'instrument' } as const satisfies Record<Role, Typeface>
const weights = { display: 800, text: 600 } as const satisfies Record<Role, number>

type Loaded = { families: string; has: (code: number) => boolean }
const loaded = new Map<Typeface, Loaded>()

function load(typeface: Typeface): Loaded {
  const known = loaded.get(typeface)
  if (known) return known
  const { resolve } = createRequire(import.meta.url)
  const parts = files[typeface].map((file, index) => {
    const bytes = readFileSync(resolve(file))
    const family = `film-${typeface}-${index}`
    if (!GlobalFonts.has(family)) GlobalFonts.register(bytes, family)
    return { family, coverage: coverageOfWoff2(bytes) }
  })
  const entry = {
    families: parts.map((part) => part.family).join(', '),
    has: (code: number) => parts.some((part) => part.coverage.has(code)),
  }
  loaded.set(typeface, entry)
  return entry
}

/**
 * Sets a text in the film's own typeface, or, when that lacks a letter of it (Greek, Cyrillic), wholly in Geologica. Characters neither has are
 * left out: a box is never drawn. White space becomes single spaces.
 */
export function faceOf(text: string, role: Role): Face {
  const first = load(own[role])
  const wide = load('geologica')
  const kept = Array.from(text.normalize('NFC').replace(/\s+/g, ' ')).filter((char) => {
    const code = char.codePointAt(0) ?? 0
    return first.has(code) || wide.has(code)
  })
  const letters = kept.every((char) => !/\p{L}/u.test(char) || first.has(char.codePointAt(0) ?? 0))
  return {
    text: kept.join('').replace(/ +/g, ' ').trim(),
    weight: weights[role],
    families: letters ? `${first.families}, ${wide.families}` : wide.families,
  }
}

export const fontOf = ({ weight, families }: Face, size: number): string => `${weight} ${size}px ${families}`
