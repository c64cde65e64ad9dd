import type { Page } from '../page.ts'
import { actionPart, brandPart, headlinePart, kickerPart, subPart, tagPart } from '../parts.ts'
import { placeAt } from '../column.ts'
import { line, rectangle } from '../scene.ts'
import type { SceneNode } from '../scene.ts'
import { fillText } from '../set-text.ts'
import type { Rect } from '../still-spec.ts'

/** Suns rising side by side along the foot of a box, each of three discs. */
function frieze(page: Page, box: Rect): SceneNode[] {
  const count = Math.max(2, Math.round(box.width / (box.height * 2)))
  const side = box.width / count
  const { scheme } = page
  const foot = box.y + box.height
  const colours = [scheme.ink.fill, scheme.ground.fill, scheme.middle.fill]
  const start = Math.floor(page.random() * 3)
  const squash = Math.min(1, box.height / (side / 2))
  const sun = (x: number, radius: number): string =>
    `M${x - radius} ${foot}A${radius} ${radius * squash} 0 0 1 ${x + radius} ${foot}Z`
  return Array.from({ length: count }, (_, i) =>
    [1, 0.66, 0.33].map((share, k): SceneNode => ({
      kind: 'shape',
      path: sun(box.x + (i + 0.5) * side, (side / 2) * share),
      fill: colours[(start + i + k) % 3] ?? scheme.ink.fill,
    })),
  ).flat()
}

/** Nothing but type: every line as wide as the sheet, on the accent colour. */
export function composePoster(page: Page): void {
  const { width, height, unit: u, scheme, safe, format } = page
  const field = scheme.accent
  page.nodes.push({ kind: 'shape', path: rectangle({ x: 0, y: 0, width, height }), fill: field.fill })

  const tag = tagPart(page, field.ink, field.fill, safe.width * 0.4)
  const brand = brandPart(page, field, safe.width - (tag === null ? 0 : tag.width + 30 * u), 36)
  const bar = Math.max(brand?.height ?? 0, tag?.height ?? 0, 30 * u)
  placeAt(brand, safe.x, safe.y + bar / 2, 'left')
  placeAt(tag, safe.x + safe.width, safe.y + bar / 2, 'right')
  const rule = safe.y + bar + 22 * u
  page.nodes.push({
    kind: 'shape',
    path: line(safe.x, rule, safe.x + safe.width, rule),
    fill: null,
    stroke: { colour: field.ink, width: 4 * u },
  })

  const action = actionPart(page, field, safe.width * (page.words.sub === null ? 1 : 0.48), 'block')
  const beside = action === null ? safe.width : safe.width - action.width - 48 * u
  const foot = safe.y + safe.height
  const room = { height: 130 * u, lines: format === 'wide' ? 2 : 3, size: 30 }
  const sideways = subPart(page, field, { ...room, width: Math.min(beside, 700 * u) })
  const above = sideways === null && action !== null ? subPart(page, field, { ...room, width: safe.width }) : null
  const low = Math.max(sideways?.height ?? 0, action?.height ?? 0)
  const base = low + (above === null ? 0 : above.height + 34 * u)
  sideways?.place(safe.x, foot - low / 2 - sideways.height / 2)
  above?.place(safe.x, foot - base)
  placeAt(
    action,
    sideways === null ? safe.x : safe.x + safe.width,
    foot - low / 2,
    sideways === null ? 'left' : 'right',
  )

  const kicker = kickerPart(page, field, safe.width)
  kicker?.place(safe.x, rule + 30 * u)
  const head = rule + (kicker === null ? 40 * u : kicker.height + 64 * u)
  const box: Rect = { x: safe.x, y: head, width: safe.width, height: foot - base - (base > 0 ? 44 * u : 0) - head }
  const { face, tracking } = page.voice
  const largest = (format === 'wide' ? 230 : 400) * u
  const filled =
    page.words.headline === ''
      ? null
      : fillText(
          page.words.headline,
          { ...box, largest, smallest: 50 * u, lines: 8 },
          { face, leading: 0.94, tracking, align: 'left' },
        )
  let end = box.y
  if (filled !== null) {
    const spare = box.height - filled.height
    const ornament = spare > 120 * u
    const top = box.y + (ornament ? 0 : spare / 2)
    page.nodes.push({
      kind: 'text',
      block: filled,
      x: box.x,
      y: top,
      colour: field.ink,
      emphasis: field.ink,
      on: [field.fill],
    })
    page.boxes.push({ name: 'headline', x: box.x, y: top, width: filled.width, height: filled.height })
    end = ornament ? top + filled.height + 44 * u : box.y + box.height
  } else {
    const headline = headlinePart(page, field, { ...box, largest: 150 * u, smallest: 16 }, 'left')
    headline?.place(box.x, box.y)
    end = headline === null ? box.y : box.y + headline.height + 44 * u
  }
  const rest = box.y + box.height - end
  if (format === 'story') page.nodes.push(...frieze(page, { x: 0, y: height - width / 6, width, height: width / 6 }))
  if (rest < 80 * u) return
  const rows = Math.max(1, Math.round(rest / (safe.width / 4)))
  for (let i = 0; i < rows; i++)
    page.nodes.push(...frieze(page, { x: safe.x, y: end + (rest / rows) * i, width: safe.width, height: rest / rows }))
}
