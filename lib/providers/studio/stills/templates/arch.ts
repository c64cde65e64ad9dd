import { patterned } from '../colours.ts'
import { placeAt, placeColumn } from '../column.ts'
import type { Page } from '../page.ts'
import { brandPart, placeBadge } from '../parts.ts'
import { archway, circle, hills, rectangle, ring, sunburst } from '../scene.ts'
import type { Rect } from '../still-spec.ts'

/** A window with a rounded top: sun, hills and the motif before a sunburst; the words on a dark panel, centred. */
export function composeArch(page: Page): void {
  const { width, height, unit: u, scheme, safe, format } = page
  const wide = format === 'wide'
  const artHeight = wide ? height : height * (format === 'square' ? 0.54 : format === 'tall' ? 0.55 : 0.51)
  const art: Rect = wide
    ? { x: width * 0.54, y: 0, width: width * 0.46, height }
    : { x: 0, y: 0, width, height: artHeight }
  const panel: Rect = wide
    ? { x: 0, y: 0, width: art.x, height }
    : { x: 0, y: artHeight, width, height: height - artHeight }
  const sky = patterned(scheme.ground, scheme.tint)
  const brand = brandPart(page, wide ? scheme.ink : sky.field, (wide ? panel.width : width) * 0.7, 40, 'center')

  const centre = art.x + art.width / 2
  const foot = art.y + art.height
  const top = wide ? height * 0.11 : (format === 'story' ? safe.y : safe.y * 0.74) + (brand?.height ?? 0) + 40 * u
  const rise = foot - top
  const span = Math.min(art.width * (wide ? 0.74 : 0.66), rise * 1.14)
  const door: Rect = { x: centre - span / 2, y: top, width: span, height: rise }
  const edge = 16 * u

  page.nodes.push(
    { kind: 'shape', path: rectangle({ x: 0, y: 0, width, height }), fill: scheme.ground.fill },
    {
      kind: 'group',
      clip: rectangle(art),
      nodes: [
        {
          kind: 'shape',
          path: sunburst(centre, foot - rise * 0.4, Math.hypot(width, height), 18, page.random()),
          fill: sky.pattern,
        },
      ],
    },
    {
      kind: 'shape',
      path: archway({ x: door.x - edge, y: door.y - edge, width: span + 2 * edge, height: rise + edge }),
      fill: scheme.ground.fill,
      stroke: { colour: scheme.ink.fill, width: 3 * u },
    },
  )
  const crest = (base: number): number[] => Array.from({ length: 4 }, () => base + (page.random() - 0.5) * base * 0.5)
  page.nodes.push({
    kind: 'group',
    clip: archway(door),
    nodes: [
      { kind: 'shape', path: rectangle(door), fill: scheme.middle.fill },
      { kind: 'shape', path: circle(centre, foot - rise * 0.44, span * 0.37), fill: scheme.accent.fill },
      { kind: 'shape', path: hills(door, crest(0.3)), fill: scheme.deep },
      { kind: 'shape', path: hills(door, crest(0.15)), fill: scheme.ink.fill },
      { kind: 'grain', path: archway(door), strength: 0.1 },
    ],
  })
  const side = Math.min(span * 0.58, rise * 0.62)
  if (page.motif !== null) {
    const box: Rect = { x: centre - side / 2, y: foot - rise * 0.1 - side, width: side, height: side }
    page.nodes.push({ kind: 'picture', file: page.motif.file, box, stand: 'foot', shadow: scheme.shadow })
    page.boxes.push({ name: 'motif', ...box })
  } else
    page.nodes.push({
      kind: 'group',
      clip: archway(door),
      nodes: [0.24, 0.11].map((share, i) => ({
        kind: 'shape',
        path: circle(centre, foot - rise * 0.44, span * share),
        fill: i === 0 ? scheme.surface.fill : scheme.accent.fill,
      })),
    })

  const radius = Math.min(98 * u, rise * 0.2)
  placeBadge(
    page,
    Math.min(door.x + span + radius * 0.12, width - radius - 24 * u),
    door.y + radius * 0.95,
    radius,
    scheme.accent.fill,
    scheme.accent.ink,
  )

  page.nodes.push({ kind: 'shape', path: rectangle(panel), fill: scheme.ink.fill })
  if (wide) placeAt(brand, panel.width / 2, safe.y + (brand?.height ?? 0) / 2, 'center')
  else {
    if (format === 'story') {
      const rings = [0.46, 0.36, 0.26, 0.16].map((share) => ({
        kind: 'shape' as const,
        path: ring(centre, height, width * share, width * (share - 0.05)),
        fill: scheme.deep,
        opacity: 0.55,
      }))
      page.nodes.push({
        kind: 'group',
        clip: rectangle({ x: 0, y: safe.y + safe.height + 40 * u, width, height }),
        nodes: rings,
      })
    }
    page.nodes.push({ kind: 'shape', path: rectangle({ ...panel, height: 5 * u }), fill: scheme.accent.fill })
    placeAt(brand, centre, top - edge - 22 * u - (brand?.height ?? 0) / 2, 'center')
  }
  const head = wide ? safe.y + (brand?.height ?? 0) + 40 * u : panel.y + 60 * u
  const bottom = format === 'story' ? safe.y + safe.height : height - (wide ? safe.y : 62 * u)
  placeColumn(page, {
    box: { x: safe.x, y: head, width: panel.width - 2 * safe.x, height: bottom - head },
    field: scheme.ink,
    align: 'center',
    stand: 'middle',
    largest: wide ? 92 : 112,
    kicker: false,
    sub: { lines: 2, size: 32 },
    action: 'outline',
  })
}
