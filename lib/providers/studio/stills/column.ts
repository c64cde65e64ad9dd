import type { Field } from './colours.ts'
import { actionPart, headlinePart, kickerPart, subPart } from './parts.ts'
import type { ActionLook, Part } from './parts.ts'
import type { Page } from './page.ts'
import type { Rect } from './still-spec.ts'

export type ColumnPlan = {
  box: Rect
  field: Field
  align: 'left' | 'center'
  /** `ends`: kicker and headline at the top, sentence and call to action at the foot. */
  stand: 'top' | 'middle' | 'foot' | 'ends'
  /** Headline sizes in units of the page. Below `least` the kicker and the sentence give way first. */
  largest: number
  least?: number
  lines?: number
  kicker?: boolean
  sub?: { lines: number; size?: number } | null
  action?: ActionLook | null
}

/** How much larger than planned a headline of one or two short words may grow. */
const shortness = (headline: string): number => (headline.length <= 8 ? 1.9 : headline.length <= 15 ? 1.45 : 1)

/** `below`: belongs below the headline. */
type Row = { part: Part; before: number; below: boolean }

const heightOf = (rows: readonly Row[]): number =>
  rows.reduce((sum, row, index) => sum + row.part.height + (index === 0 ? 0 : row.before), 0)

function rowsOf(
  page: Page,
  plan: ColumnPlan,
  keep: { kicker: boolean; sub: number; action: boolean },
  least: number,
): Row[] | null {
  const u = page.unit
  const { box, field, align } = plan
  const kicker = keep.kicker ? kickerPart(page, field, box.width, align) : null
  const sub =
    keep.sub > 0 && plan.sub
      ? subPart(
          page,
          field,
          { width: Math.min(box.width, 760 * u), height: 190 * u, ...plan.sub, lines: keep.sub },
          align,
        )
      : null
  const action = keep.action && plan.action ? actionPart(page, field, box.width, plan.action) : null
  if (keep.sub > 0 && plan.sub && page.words.sub !== null && sub === null) return null
  const before: Row[] = kicker === null ? [] : [{ part: kicker, before: 0, below: false }]
  const after: Row[] = []
  if (sub !== null) after.push({ part: sub, before: (28 + plan.largest * 0.16) * u, below: true })
  if (action !== null) after.push({ part: action, before: 42 * u, below: true })
  const rest =
    box.height - heightOf(before) - heightOf(after) - (before.length > 0 ? 34 * u : 0) - (after[0]?.before ?? 0)
  const largest = plan.largest * (shortness(page.words.headline) * u)
  const room = {
    width: box.width,
    height: rest,
    largest,
    smallest: Math.min(least, plan.largest) * u,
    ...(plan.lines === undefined ? {} : { lines: plan.lines }),
  }
  const headline = headlinePart(page, field, room, align)
  if (headline === null) return page.words.headline === '' ? [...before, ...after] : null
  return [...before, { part: headline, before: 34 * u, below: false }, ...after]
}

/**
 * Sets kicker, headline, sentence and call to action one below the other inside a box, all measured. What does not fit gives way in this
 * order: lines of the sentence, the sentence, the kicker, the call to action; the headline shrinks last. Returns the rectangle used.
 */
export function placeColumn(page: Page, plan: ColumnPlan): Rect {
  const { box } = plan
  const lines = plan.sub?.lines ?? 0
  const kicker = plan.kicker ?? true
  const least = plan.least ?? 66
  const attempts = [
    { keep: { kicker, sub: lines, action: true }, least },
    { keep: { kicker, sub: Math.min(lines, 2), action: true }, least: least * 0.9 },
    { keep: { kicker, sub: 0, action: true }, least: least * 0.8 },
    { keep: { kicker: false, sub: 0, action: true }, least: 34 },
    { keep: { kicker: false, sub: 0, action: false }, least: 20 },
    { keep: { kicker: false, sub: 0, action: false }, least: 12 },
  ]
  let rows: Row[] | null = null
  for (const attempt of attempts) {
    rows = rowsOf(page, plan, attempt.keep, attempt.least)
    if (rows !== null) break
  }
  if (rows === null) return { x: box.x, y: box.y, width: 0, height: 0 }
  const height = heightOf(rows)
  const width = Math.max(0, ...rows.map((row) => row.part.width))
  const top =
    plan.stand === 'top' || plan.stand === 'ends'
      ? box.y
      : plan.stand === 'foot'
        ? box.y + box.height - height
        : box.y + (box.height - height) / 2
  let y = top
  let spread = plan.stand === 'ends' ? box.height - height : 0
  rows.forEach((row, index) => {
    if (index > 0) y += row.before
    if (row.below) {
      y += spread
      spread = 0
    }
    row.part.place(plan.align === 'center' ? box.x + (box.width - row.part.width) / 2 : box.x, y)
    y += row.part.height
  })
  return { x: plan.align === 'center' ? box.x + (box.width - width) / 2 : box.x, y: top, width, height }
}

/** Places a part by its left, centre or right at `x`, its middle at `y`. */
export function placeAt(part: Part | null, x: number, y: number, side: 'left' | 'center' | 'right'): void {
  part?.place(side === 'left' ? x : side === 'right' ? x - part.width : x - part.width / 2, y - part.height / 2)
}
