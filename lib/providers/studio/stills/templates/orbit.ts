import { mix, patterned } from '../colours.ts'
import { placeAt, placeColumn } from '../column.ts'
import type { Page } from '../page.ts'
import { brandPart, placeBadge } from '../parts.ts'
import { circle, rectangle, ring } from '../scene.ts'
import type { SceneNode } from '../scene.ts'
import type { Rect } from '../still-spec.ts'

const clear = (x: number, y: number, radius: number, box: Rect, air: number): boolean =>
  x + radius + air < box.x ||
  x - radius - air > box.x + box.width ||
  y + radius + air < box.y ||
  y - radius - air > box.y + box.height

/** A big disc with rings running off the sheet and small planets on them; the words on the dark field above, below or beside it. */
export function composeOrbit(page: Page): void {
  const { width, height, unit: u, scheme, safe, format, random } = page
  const { field, pattern } = patterned(scheme.ink, mix(scheme.ink.fill, scheme.ink.ink, 0.13))
  const wide = format === 'wide'
  const low = format === 'tall' || format === 'story'
  const radius = wide ? height * 0.34 : low ? width * 0.32 : height * 0.225
  const x = width * (wide ? 0.75 : low ? 0.58 : 0.6)
  const y = wide ? height * 0.42 : low ? height - radius * (format === 'tall' ? 0.82 : 1.06) : height * 0.265
  const rings = [1.28, 1.62, 2.02, 2.5, 3.1]

  const brand = brandPart(page, field, wide ? width * 0.45 : safe.width * 0.5, 36)
  const brandTop = safe.y - (format === 'square' ? 10 * u : 0)
  const brandBox: Rect = { x: safe.x, y: brandTop, width: brand?.width ?? 0, height: brand?.height ?? 0 }
  const top = wide ? height * 0.26 : low ? brandTop + brandBox.height + 56 * u : y + radius + 34 * u
  const foot = low ? y - radius - 50 * u : safe.y + safe.height
  const words: Rect = { x: safe.x, y: top, width: wide ? x - radius - safe.x - 46 * u : safe.width, height: foot - top }

  const planets: SceneNode[] = rings.slice(0, 4).flatMap((k, i): SceneNode[] => {
    const swing = (i % 2 === 0 ? -1 : 1) * (0.04 + random() * 0.2)
    const angle = (wide ? 1.15 : low ? 1.08 : 0.99) * Math.PI + swing
    const fills = [scheme.middle.fill, scheme.accent.fill, scheme.ground.fill, scheme.middle.fill]
    const size = radius * (0.1 - i * 0.015)
    const [px, py] = [x + radius * k * Math.cos(angle), y + radius * k * Math.sin(angle)]
    const free = clear(px, py, size, words, 26 * u) && clear(px, py, size, brandBox, 30 * u)
    return free ? [{ kind: 'shape', path: circle(px, py, size), fill: fills[i] ?? scheme.middle.fill }] : []
  })
  page.nodes.push(
    { kind: 'shape', path: rectangle({ x: 0, y: 0, width, height }), fill: field.fill },
    ...rings.map((k): SceneNode => ({
      kind: 'shape',
      path: ring(x, y, radius * k, radius * k - 2.5 * u),
      fill: pattern,
    })),
    ...planets,
    { kind: 'shape', path: circle(x, y, radius), fill: scheme.accent.fill },
    {
      kind: 'group',
      clip: circle(x, y, radius),
      nodes: [
        { kind: 'shape', path: circle(x + radius * 0.12, y + radius * 0.5, radius * 0.92), fill: scheme.middle.fill },
        { kind: 'grain', path: circle(x, y, radius), strength: 0.1 },
      ],
    },
  )
  if (page.motif !== null) {
    const side = radius * (page.words.badge === null ? 1.24 : 1.16)
    const box: Rect = { x: x - side / 2, y: y - side * 0.5, width: side, height: side }
    page.nodes.push({ kind: 'picture', file: page.motif.file, box, stand: 'middle', shadow: scheme.shadow })
    page.boxes.push({ name: 'motif', ...box })
  }
  const badgeRadius = Math.min(92 * u, radius * 0.38)
  placeBadge(
    page,
    x + radius * 0.6 + badgeRadius,
    Math.max(badgeRadius + 20 * u, y - radius * 0.62),
    badgeRadius,
    scheme.surface.fill,
    scheme.surface.ink,
  )

  placeAt(brand, safe.x, brandTop + brandBox.height / 2, 'left')
  placeColumn(page, {
    box: words,
    field,
    align: 'left',
    stand: format === 'tall' ? 'middle' : 'foot',
    largest: wide ? 96 : 122,
    sub: { lines: low ? 3 : 2 },
    action: 'pill',
  })
}
