import { mix, patterned } from '../colours.ts'
import { placeAt, placeColumn } from '../column.ts'
import type { Page } from '../page.ts'
import { brandPart, placeBadge } from '../parts.ts'
import { circle, rectangle, ring } from '../scene.ts'
import type { SceneNode } from '../scene.ts'
import type { Rect } from '../still-spec.ts'

/** A big disc with rings running off the sheet, small planets on them; the words at the foot of a dark field. */
export function composeOrbit(page: Page): void {
  const { width, height, unit: u, scheme, safe, format, random } = page
  const { field, pattern } = patterned(scheme.ink, mix(scheme.ink.fill, scheme.ink.ink, 0.13))
  const wide = format === 'wide'
  const radius = wide ? height * 0.34 : Math.min(width * 0.3, height * 0.225)
  const x = wide ? width * 0.75 : width * 0.6
  const y = wide
    ? height * 0.42
    : format === 'story'
      ? height * 0.29
      : format === 'tall'
        ? height * 0.27
        : height * 0.265
  const rings = [1.28, 1.62, 2.02, 2.5, 3.1]
  const brand = brandPart(page, field, wide ? width * 0.45 : safe.width * 0.5, 36)
  const brandTop = safe.y - (wide || format === 'story' ? 0 : 10 * u)
  const foot = safe.y + safe.height
  const top = wide ? height * 0.26 : y + radius + 34 * u
  const planets: SceneNode[] = rings.slice(0, 4).flatMap((k, i): SceneNode[] => {
    const angle = (wide ? Math.PI * 0.95 : Math.PI * 0.78) + (random() - 0.5) * 0.7 + i * 0.34
    const fill =
      [scheme.middle.fill, scheme.accent.fill, scheme.ground.fill, scheme.middle.fill][i] ?? scheme.middle.fill
    const size = radius * (0.1 - i * 0.015)
    const at = { x: x + radius * k * Math.cos(angle), y: y + radius * k * Math.sin(angle) * (wide ? -0.2 : -0.55) }
    const byBrand =
      brand !== null && at.y - size < brandTop + brand.height + 30 * u && at.x - size < safe.x + brand.width + 30 * u
    const byWords = at.y + size > top - 20 * u && (!wide || at.x - size < x - radius * 1.2)
    return byBrand || byWords ? [] : [{ kind: 'shape', path: circle(at.x, at.y, size), fill }]
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

  placeAt(brand, safe.x, brandTop + (brand?.height ?? 0) / 2, 'left')
  const box: Rect = { x: safe.x, y: top, width: wide ? x - radius - safe.x - 46 * u : safe.width, height: foot - top }
  placeColumn(page, {
    box,
    field,
    align: 'left',
    stand: 'foot',
    largest: wide ? 96 : 118,
    sub: { lines: 2 },
    action: 'pill',
  })
}
