import { capHeight } from './faces.ts'
import type { Face } from './faces.ts'
import { shapeText } from './shape-text.ts'
import type { Shape } from './shape-text.ts'

/** A word in a line, in pixels from the block's left edge. */
type PlacedWord = { shape: Shape; x: number; size: number; emphatic: boolean }
type PlacedLine = { words: PlacedWord[]; x: number; width: number; baseline: number }

/** Text that was broken, sized and measured. (0, 0) is the top left of its ink; `width` and `height` bound its ink. */
export type TextBlock = { lines: PlacedLine[]; width: number; height: number; size: number }

export type TextStyle = {
  face: Face
  /** The cut of emphasised words; the same face when left out. */
  emphasis?: Face
  /** Distance of baselines in em; grows by itself where ink would touch. */
  leading: number
  /** em between letters. */
  tracking?: number
  align: 'left' | 'center'
}

/** Words from, to (exclusive) are set in the emphasis cut. */
export type Emphasis = { from: number; to: number }

type Token = { shape: Shape; gap: number; emphatic: boolean; glued: boolean }

/** Least clear space between the ink of two lines, in em. */
const clearance = 0.07

function tokensOf(text: string, style: TextStyle, emphasis: Emphasis | null): Token[] {
  const words = text.split(' ').filter((word) => word !== '')
  return words.map((word, index) => {
    const emphatic = emphasis !== null && index >= emphasis.from && index < emphasis.to
    const face = emphatic ? (style.emphasis ?? style.face) : style.face
    const previous = words[index - 1] ?? ''
    const numberBefore = /^[£$€]?\d[\d.,:]*%?$/u.test(previous) && word.length <= 8 && !/\d/u.test(word)
    const danglingDash = /^[–—\-·|/&+→]$/u.test(word)
    return {
      shape: shapeText(word, face, style.tracking ?? 0),
      gap: shapeText(' ', face, 0).advance + (style.tracking ?? 0) * ((style.tracking ?? 0) > 0 ? 3 : 1),
      emphatic,
      glued: index > 0 && (numberBefore || danglingDash),
    }
  })
}

const widthOf = (line: readonly Token[]): number =>
  line.reduce((sum, token, index) => sum + token.shape.advance + (index === 0 ? 0 : token.gap), 0)

/** Greedy lines no wider than `limit` em; a token wider than that stands alone and sticks out. Glued tokens stay together when they fit. */
function breakAt(tokens: readonly Token[], limit: number): Token[][] {
  const lines: Token[][] = []
  let line: Token[] = []
  let i = 0
  while (i < tokens.length) {
    const unit: Token[] = []
    do {
      const token = tokens[i]
      if (token !== undefined) unit.push(token)
      i += 1
    } while (tokens[i]?.glued === true && widthOf([...unit, ...tokens.slice(i, i + 1)]) <= limit)
    if (line.length > 0 && widthOf([...line, ...unit]) > limit) {
      lines.push(line)
      line = unit
    } else line = [...line, ...unit]
  }
  if (line.length > 0) lines.push(line)
  return lines
}

/** Lines of even length: the narrowest measure that needs no more lines than `limit` does. */
function breakEvenly(tokens: readonly Token[], limit: number): Token[][] {
  const best = breakAt(tokens, limit)
  if (best.length < 2) return best
  let low = Math.max(...tokens.map((token) => token.shape.advance))
  let high = limit
  let lines = best
  for (let i = 0; i < 10 && high - low > 0.05; i++) {
    const middle = (low + high) / 2
    const tried = breakAt(tokens, middle)
    if (tried.length <= best.length) {
      high = middle
      lines = tried
    } else low = middle
  }
  return lines
}

function blockOf(lines: readonly Token[][], sizes: readonly number[], style: TextStyle): TextBlock {
  const placed: PlacedLine[] = []
  let baseline = 0
  let below = 0
  lines.forEach((line, index) => {
    const size = sizes[index] ?? 0
    const above = -Math.min(...line.map((token) => token.shape.top)) * size
    const under = Math.max(...line.map((token) => token.shape.bottom)) * size
    baseline += index === 0 ? above : Math.max(style.leading * size, below + above + clearance * size)
    below = under
    const start = (line[0]?.shape.left ?? 0) * size
    let pen = -start
    const words = line.map((token, at) => {
      if (at > 0) pen += token.gap * size
      const word = { shape: token.shape, x: pen, size, emphatic: token.emphatic }
      pen += token.shape.advance * size
      return word
    })
    const last = words.at(-1)
    placed.push({ words, x: 0, width: last === undefined ? 0 : last.x + last.shape.right * size, baseline })
  })
  const width = Math.max(0, ...placed.map((line) => line.width))
  if (style.align === 'center') for (const line of placed) line.x = (width - line.width) / 2
  return {
    lines: placed,
    width,
    height: placed.length === 0 ? 0 : baseline + Math.max(0, below),
    size: Math.max(0, ...sizes),
  }
}

/** Sets text at one size, lines balanced to at most `width` pixels. One long word may stick out: see `fitText`. */
export function setText(
  text: string,
  size: number,
  width: number,
  style: TextStyle,
  emphasis: Emphasis | null = null,
): TextBlock {
  const lines = breakEvenly(tokensOf(text, style, emphasis), width / size)
  return blockOf(
    lines,
    lines.map(() => size),
    style,
  )
}

/** Cuts words wider than `limit` em into hyphenated pieces of about equal width. */
function cutLongWords(text: string, limit: number, style: TextStyle): string {
  const measure = (letters: readonly string[]): number =>
    shapeText(letters.join(''), style.face, style.tracking ?? 0).advance
  const hyphen = measure(['-'])
  const cut = (word: string): string[] => {
    const letters = Array.from(word)
    const total = measure(letters)
    if (total <= limit || letters.length < 4) return [word]
    const share = Math.min(limit - hyphen, total / Math.ceil(total / (limit - hyphen)) + 0.2)
    const pieces: string[] = []
    let rest = letters
    while (measure(rest) > limit && rest.length > 3) {
      let count = Math.min(rest.length - 2, Math.max(2, Math.floor((rest.length * share) / measure(rest)) + 2))
      while (count > 1 && measure(rest.slice(0, count)) > share) count -= 1
      const hyphenated = /[\p{L}\p{N}]/u.test(rest[count - 1] ?? '')
      pieces.push(`${rest.slice(0, count).join('')}${hyphenated ? '-' : ''}`)
      rest = rest.slice(count)
    }
    return [...pieces, rest.join('')]
  }
  return text.split(' ').flatMap(cut).join(' ')
}

export type Room = { width: number; height: number; largest: number; smallest: number; lines?: number }

/**
 * The largest setting, in whole pixels, whose measured ink fits the room. Words too long even at the smallest size are cut with a hyphen.
 * Null when nothing from `largest` down to `smallest` fits.
 */
export function fitText(
  text: string,
  room: Room,
  style: TextStyle,
  emphasis: Emphasis | null = null,
): TextBlock | null {
  if (room.width <= 0 || room.height <= 0) return null
  const longest = Math.max(...tokensOf(text, style, emphasis).map((token) => token.shape.advance))
  const comfortable = Math.max(room.smallest, room.largest * 0.5)
  const cut =
    longest * room.smallest > room.width ||
    (longest * comfortable > room.width && text.split(' ').some((word) => word.length > 18))
  const words = cut
    ? cutLongWords(text, room.width / (longest * room.smallest > room.width ? room.smallest : comfortable), style)
    : text
  const kept = words === text ? emphasis : null
  const attempt = (size: number): TextBlock | null => {
    const block = setText(words, size, room.width, style, kept)
    const fits =
      block.width <= room.width + 0.5 && block.height <= room.height && block.lines.length <= (room.lines ?? Infinity)
    return fits ? block : null
  }
  let low = Math.ceil(room.smallest)
  let high = Math.floor(room.largest)
  let best = attempt(low)
  if (best === null) return null
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    const block = attempt(middle)
    if (block === null) high = middle - 1
    else {
      best = block
      low = middle
    }
  }
  return best
}

/** Lines each as wide as the room (a poster): sizes differ per line by at most 2.4 times. Null when no break fits the height. */
export function fillText(text: string, room: Room, style: TextStyle): TextBlock | null {
  const longest = Math.max(...tokensOf(text, style, null).map((token) => token.shape.advance))
  const words = longest * room.smallest > room.width ? cutLongWords(text, room.width / room.smallest, style) : text
  const tokens = tokensOf(words, style, null)
  let best: TextBlock | null = null
  for (let count = 1; count <= Math.min(room.lines ?? 7, tokens.length); count++) {
    let low = Math.max(...tokens.map((token) => token.shape.advance))
    let high = widthOf(tokens)
    for (let i = 0; i < 14; i++) {
      const middle = (low + high) / 2
      if (breakAt(tokens, middle).length <= count) high = middle
      else low = middle
    }
    const lines = breakAt(tokens, high)
    if (lines.length !== count) continue
    const inkWidths = lines.map(
      (line) =>
        widthOf(line) -
        (line[0]?.shape.left ?? 0) -
        ((line.at(-1)?.shape.advance ?? 0) - (line.at(-1)?.shape.right ?? 0)),
    )
    const full = inkWidths.map((width) => Math.min(room.largest, room.width / width))
    const least = Math.min(...full)
    if (least < room.smallest) continue
    const block = blockOf(
      lines,
      full.map((size) => Math.min(size, least * 2.4)),
      style,
    )
    if (block.height <= room.height && (best === null || block.height > best.height)) best = block
  }
  return best
}

/** Where the baseline of a one-line label belongs so that its capitals stand in the middle of a height. */
export function labelTop(block: TextBlock, face: Face, height: number): number {
  const baseline = block.lines[0]?.baseline ?? 0
  return (height + capHeight[face] * block.size) / 2 - baseline
}
