import { createCanvas } from '@napi-rs/canvas'
import { faceOf, fontOf, type Face, type Role } from './fonts.ts'

export type Word = { text: string; x: number; width: number }
export type Line = { words: Word[]; width: number }

/** A text laid in lines that are known to fit. Lengths in design units; `x` of a word counts from its line's start. */
export type Fitted = {
  face: Face
  size: number
  tracking: number
  lineHeight: number
  lines: Line[]
  width: number
  height: number
}

export type FitOptions = {
  role: Role
  width: number
  height: number
  /** Largest and smallest size tried. Under the smallest, words are broken and then lines are cut with an ellipsis. */
  max: number
  min: number
  /** Times the size. */
  lineHeight?: number
  maxLines?: number
}

const measuring = createCanvas(1, 1).getContext('2d')
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

const trackingOf = (role: Role, size: number): number => (role === 'display' ? -0.02 * size : 0)

/** Width of a text as drawn. Glyphs that reach over their advance count. */
export function widthOf(text: string, face: Face, size: number, tracking: number): number {
  measuring.font = fontOf(face, size)
  measuring.letterSpacing = `${tracking}px`
  measuring.lang = 'en'
  const { width, actualBoundingBoxRight } = measuring.measureText(text)
  return Math.max(width, actualBoundingBoxRight)
}

/** The largest setting of a text that stays in its box, lines of about equal length. */
export function fitText(raw: string, options: FitOptions): Fitted {
  const { role, width, height, max, min, lineHeight = 1.1, maxLines = 9 } = options
  const face = faceOf(raw, role)
  const set = (size: number, limit: number, words: string[]): Fitted => {
    const tracking = trackingOf(role, size)
    const lines = wrap(words, face, size, tracking, limit)
    const widest = lines.reduce((most, line) => Math.max(most, line.width), 0)
    return {
      face,
      size,
      tracking,
      lineHeight: size * lineHeight,
      lines,
      width: widest,
      height: lines.length * size * lineHeight,
    }
  }
  const fits = (one: Fitted): boolean => one.width <= width && one.height <= height && one.lines.length <= maxLines
  const words = face.text === '' ? [] : face.text.split(' ')
  for (let size = max; size >= min; size -= size > 60 ? 4 : 2) {
    const one = set(size, width, words)
    if (fits(one)) return balanced(one, (limit) => set(size, limit, words), width)
  }
  const brokenAt = (size: number): Fitted =>
    set(
      size,
      width,
      words.flatMap((word) => breakWord(word, face, size, trackingOf(role, size), width)),
    )
  for (let size = Math.min(max, min * 1.6); size > min; size -= 2) {
    const one = brokenAt(size)
    if (fits(one)) return one
  }
  const smallest = brokenAt(min)
  if (fits(smallest)) return smallest
  const room = Math.max(1, Math.min(maxLines, Math.floor(height / (min * lineHeight))))
  const kept = smallest.lines.slice(0, room).flatMap((line) => line.words.map((word) => word.text))
  while (kept.length > 1) {
    const cut = set(min, width, [...kept.slice(0, -1), `${(kept.at(-1) ?? '').replace(/[.,;:…]+$/, '')}…`])
    if (fits(cut)) return cut
    kept.pop()
  }
  return set(min, width, kept)
}

/** The narrowest measure that needs no further line. */
function balanced(one: Fitted, set: (limit: number) => Fitted, width: number): Fitted {
  let best = one
  let low = one.width * 0.5
  let high = width
  for (let step = 0; step < 7; step++) {
    const middle = (low + high) / 2
    const next = set(middle)
    if (next.lines.length === one.lines.length && next.width <= middle) [best, high] = [next, middle]
    else low = middle
  }
  return best
}

function wrap(words: string[], face: Face, size: number, tracking: number, limit: number): Line[] {
  const space = widthOf(' ', face, size, tracking)
  const lines: Line[] = []
  for (const text of words) {
    const width = widthOf(text, face, size, tracking)
    const line = lines.at(-1)
    if (line && line.width + space + width <= limit) {
      line.words.push({ text, x: line.width + space, width })
      line.width += space + width
    } else lines.push({ words: [{ text, x: 0, width }], width })
  }
  return lines
}

function breakWord(word: string, face: Face, size: number, tracking: number, limit: number): string[] {
  const parts: string[] = []
  let part = ''
  for (const { segment } of graphemes.segment(word)) {
    if (part !== '' && widthOf(part + segment, face, size, tracking) > limit) {
      parts.push(part)
      part = ''
    }
    part += segment
  }
  return [...parts, part]
}
