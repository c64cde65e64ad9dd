import { converter, differenceEuclidean, formatHex, parse } from 'culori'
import { websiteBounds as bounds } from '../domain/website.ts'

const oklch = converter('oklch')
const distance = differenceEuclidean('oklab')
/** Two colours nearer than this are one to the eye. */
const same = 0.05
/** Below this a colour is a grey. */
const leastChroma = 0.04
const mostLetters = 600_000

const generic =
  /^(?:inherit|initial|unset|revert|serif|sans-serif|monospace|cursive|fantasy|system-ui|ui-\S+|emoji|math|-apple-system|blinkmacsystemfont|segoe ui.*|arial|helvetica(?: neue)?|times(?: new roman)?|courier(?: new)?|roboto|noto color emoji|apple color emoji|font ?awesome.*|.*icons?.*|var\(.*)$/i

type Styles = { themeColours: readonly string[]; css: string; fonts: readonly string[] }

/** Colours, the strongest first, and fonts, as a page and its style sheets name them. Never throws. */
export function looksOf({ themeColours, css, fonts }: Styles): { colours: string[]; fonts: string[] } {
  const text = css.slice(0, mostLetters)
  const weights = new Map<string, number>()
  const add = (value: string, weight: number): void => {
    const hex = hexOf(value)
    if (hex !== null) weights.set(hex, (weights.get(hex) ?? 0) + weight)
  }
  for (const colour of themeColours) add(colour, 1_000)
  for (const [, name = '', value = ''] of text.matchAll(/--([\w-]{1,60})\s*:\s*([^;{}]{3,60})/g))
    if (/brand|primary|accent|secondary|main/i.test(name)) add(value.trim(), /brand|primary/i.test(name) ? 200 : 100)
  for (const [value] of text.matchAll(/#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\([^()]{5,60}\)/gi)) add(value, 1)
  const colours: string[] = []
  for (const [hex] of [...weights].toSorted(([, a], [, b]) => b - a)) {
    if (colours.length === bounds.colours) break
    if (isColourful(hex) && colours.every((other) => distance(other, hex) >= same)) colours.push(hex)
  }
  return { colours, fonts: fontsIn(text, fonts) }
}

function hexOf(value: string): string | null {
  const colour = parse(value)
  return colour === undefined || (colour.alpha ?? 1) < 0.6 ? null : (formatHex(colour) ?? null)
}

const isColourful = (hex: string): boolean => (oklch(hex)?.c ?? 0) >= leastChroma

function fontsIn(css: string, known: readonly string[]): string[] {
  const counts = new Map<string, number>()
  const add = (name: string): void => {
    if (/^[\p{L}\d][\p{L}\d _-]{1,58}$/u.test(name) && !generic.test(name))
      counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  for (const font of known) add(font.trim())
  for (const [, list = ''] of css.matchAll(/font-family\s*:\s*([^;{}]{2,200})/gi))
    add((list.split(',')[0] ?? '').replace(/["']|!important/g, '').trim())
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, bounds.fonts)
    .map(([font]) => font)
}
