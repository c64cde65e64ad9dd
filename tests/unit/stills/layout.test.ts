import { describe, expect, test } from 'vitest'
import { composeStill } from '../../../lib/providers/studio/stills/compose-still.ts'
import type { Page } from '../../../lib/providers/studio/stills/page.ts'
import type { Box, Rect } from '../../../lib/providers/studio/stills/still-spec.ts'
import { stillTemplates } from '../../../lib/providers/studio/stills/templates.ts'
import { headlines } from '../../fixtures/headlines.ts'
import { dressed, plainSpec, stillSizes } from '../../fixtures/still-specs.ts'

const slack = 0.6
const inside = (inner: Rect, outer: Rect): boolean =>
  inner.x >= outer.x - slack &&
  inner.y >= outer.y - slack &&
  inner.x + inner.width <= outer.x + outer.width + slack &&
  inner.y + inner.height <= outer.y + outer.height + slack
const overlap = (a: Rect, b: Rect): number =>
  Math.max(0, Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x) - slack) *
  Math.max(0, Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y) - slack)
const isText = (box: Box): boolean => ['headline', 'kicker', 'sub', 'action', 'brand'].includes(box.name)

function faults(page: Page): string[] {
  const sheet = { x: 0, y: 0, width: page.width, height: page.height }
  const found: string[] = []
  const outer = page.boxes.filter((box) => !box.name.includes('.'))
  const margin = Math.min(page.width, page.height) * 0.035
  const written =
    page.format === 'story'
      ? { ...page.safe, x: margin, width: page.width - 2 * margin }
      : { x: margin, y: margin, width: page.width - 2 * margin, height: page.height - 2 * margin }
  outer.forEach((a, i) => {
    if (!inside(a, a.name === 'motif' || a.name === 'badge' ? sheet : written))
      found.push(`${a.name} comes too near to the edge`)
    for (const b of outer.slice(i + 1)) if (overlap(a, b) > 0) found.push(`${a.name} touches ${b.name}`)
  })
  for (const box of page.boxes) {
    const [owner, part] = box.name.split('.')
    if (part === undefined) continue
    const frame = outer.find((candidate) => candidate.name === owner)
    if (frame === undefined || !inside(box, frame)) found.push(`${box.name} leaves its ${owner}`)
  }
  if (!outer.some((box) => box.name === 'headline')) found.push('no headline')
  return found
}

/** How much of the two text areas is common to both: intersection over union of all text boxes, on a 12 px grid. */
function commonShare(a: readonly Box[], b: readonly Box[], width: number, height: number): number {
  let both = 0
  let either = 0
  for (let y = 6; y < height; y += 12) {
    for (let x = 6; x < width; x += 12) {
      const covers = (box: Rect): boolean => x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height
      const inA = a.some(covers)
      const inB = b.some(covers)
      if (inA && inB) both += 1
      if (inA || inB) either += 1
    }
  }
  return either === 0 ? 0 : both / either
}

describe('the layout of stills', { timeout: 60_000 }, () => {
  test.each(stillTemplates)(
    '%s keeps 200 headlines in four sizes apart, inside the sheet and inside their frames',
    (template) => {
      const found = new Map<string, string[]>()
      headlines.forEach((headline, turn) => {
        for (const size of stillSizes) {
          const page = composeStill({ ...dressed(headline, turn), ...size, template })
          for (const fault of faults(page))
            found.set(fault, [...(found.get(fault) ?? []), `${size.width}x${size.height} #${turn} ${headline}`])
        }
      })
      expect(
        [...found].map(([fault, where]) => `${fault} (${where.length}): ${where.slice(0, 3).join(' | ')}`),
      ).toEqual([])
    },
  )

  test('an ordinary headline is set large: no smaller than a twentieth of the short side', () => {
    const small: string[] = []
    for (const template of stillTemplates) {
      for (const size of stillSizes) {
        for (const headline of headlines.slice(10, 18)) {
          const page = composeStill({ ...plainSpec, headline, ...size, template })
          const largest = Math.max(...page.nodes.flatMap((node) => (node.kind === 'text' ? [node.block.size] : [])))
          if (largest < Math.min(size.width, size.height) / 20)
            small.push(`${template} ${size.width}x${size.height}: ${Math.round(largest)} px for ${headline}`)
        }
      }
    }
    expect(small).toEqual([])
  })

  test.each(stillSizes)(
    'no two templates put their texts in the same place at $width x $height',
    ({ width, height }) => {
      for (const headline of [
        plainSpec.headline,
        'Close your books in 3 days, not 3 weeks',
        'Sale',
        headlines.at(-1) ?? '',
      ]) {
        const areas = stillTemplates.map((template) => ({
          template,
          boxes: composeStill({ ...plainSpec, headline, width, height, template }).boxes.filter(isText),
        }))
        const close = areas.flatMap((a, i) =>
          areas.slice(i + 1).flatMap((b) => {
            const share = commonShare(a.boxes, b.boxes, width, height)
            return share >= 0.6
              ? [`${a.template} and ${b.template} share ${Math.round(share * 100)} % for ${headline}`]
              : []
          }),
        )
        expect(close).toEqual([])
      }
    },
  )
})
