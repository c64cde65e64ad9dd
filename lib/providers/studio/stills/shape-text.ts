import type { Font } from 'fontkit'
import { fontFor } from './faces.ts'
import type { Face } from './faces.ts'
import { symbols } from './symbols.ts'

/** One outline at its place in the word, in em (y down, baseline at 0); `scale` turns the outline's units into em, `flip` when its y points up. */
export type Glyph = { outline: string; x: number; y: number; scale: number; flip: boolean }

/** A word as it will be drawn, in em. `top` and `bottom` bound its ink (y down, baseline at 0). */
export type Shape = {
  glyphs: readonly Glyph[]
  advance: number
  left: number
  right: number
  top: number
  bottom: number
}

type Run = { font: Font | null; text: string }

const isMark = (character: string): boolean => /^[\p{M}\u200d]$/u.test(character)

/** Whether some bundled font or drawn sign shows this character in this face. */
export function canDraw(face: Face, character: string): boolean {
  return symbols.has(character) || fontFor(face, character.codePointAt(0) ?? 0) !== null
}

function runsOf(text: string, face: Face): Run[] {
  const runs: Run[] = []
  for (const character of text) {
    const last = runs.at(-1)
    if (symbols.has(character)) {
      runs.push({ font: null, text: character })
      continue
    }
    const font = fontFor(face, character.codePointAt(0) ?? 0)
    if (font === null) continue
    if (last !== undefined && last.font !== null && (last.font === font || isMark(character))) last.text += character
    else runs.push({ font, text: character })
  }
  return runs
}

const cache = new Map<string, Shape>()
const cacheLimit = 6_000

/** Shapes one word or label: kerning and ligatures by the font, falling back per run, `tracking` em added after each glyph. */
export function shapeText(text: string, face: Face, tracking = 0): Shape {
  const key = `${face} ${tracking} ${text}`
  const known = cache.get(key)
  if (known !== undefined) return known
  const glyphs: Glyph[] = []
  const ink = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity }
  const grow = (left: number, top: number, right: number, bottom: number): void => {
    ink.left = Math.min(ink.left, left)
    ink.right = Math.max(ink.right, right)
    ink.top = Math.min(ink.top, top)
    ink.bottom = Math.max(ink.bottom, bottom)
  }
  let pen = 0
  for (const run of runsOf(text, face)) {
    if (run.font === null) {
      const symbol = symbols.get(run.text)
      if (symbol === undefined) continue
      glyphs.push({ outline: symbol.outline, x: pen, y: 0, scale: 0.001, flip: false })
      grow(pen, symbol.top / 1000, pen + symbol.advance / 1000, symbol.bottom / 1000)
      pen += symbol.advance / 1000 + tracking
      continue
    }
    const em = run.font.unitsPerEm
    const set = run.font.layout(run.text)
    set.glyphs.forEach((glyph, index) => {
      const position = set.positions[index]
      if (position === undefined) return
      const x = pen + position.xOffset / em
      const y = -position.yOffset / em
      const box = glyph.bbox
      if (Number.isFinite(box.minX) && box.maxX > box.minX) {
        glyphs.push({ outline: glyph.path.toSVG(), x, y, scale: 1 / em, flip: true })
        grow(x + box.minX / em, y - box.maxY / em, x + box.maxX / em, y - box.minY / em)
      }
      pen += position.xAdvance / em + tracking
    })
  }
  const empty = glyphs.length === 0
  const shape: Shape = {
    glyphs,
    advance: Math.max(0, pen - (empty ? 0 : tracking)),
    left: empty ? 0 : ink.left,
    right: empty ? 0 : ink.right,
    top: empty ? 0 : ink.top,
    bottom: empty ? 0 : ink.bottom,
  }
  if (cache.size >= cacheLimit) cache.clear()
  cache.set(key, shape)
  return shape
}
