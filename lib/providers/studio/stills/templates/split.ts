import { placeColumn } from '../column.ts'
import type { Page } from '../page.ts'
import { brandPart, placeBadge } from '../parts.ts'
import { circle, line, rectangle, ring } from '../scene.ts'
import type { Rect } from '../still-spec.ts'

/** Two columns like a magazine page: words on paper, and a wall with a sun where the motif stands on the floor. */
export function composeSplit(page: Page): void {
  const { width, height, unit: u, scheme, safe, format } = page
  const wide = format === 'wide'
  const share = wide ? 0.4 : 0.41
  const art: Rect = { x: wide ? 0 : width * (1 - share), y: 0, width: width * share, height }
  const paper: Rect = wide
    ? { x: art.width + safe.x * 0.9, y: safe.y, width: width - art.width - safe.x * 1.9, height: safe.height }
    : { x: safe.x * 0.9, y: safe.y, width: art.x - safe.x * 1.6, height: safe.height }
  const floor = format === 'story' ? height * 0.76 : height * 0.8
  const centre = art.x + art.width / 2
  const sun = Math.min(art.width * 0.66, height * 0.36)
  const sunY = floor - sun * (wide ? 0.62 : 0.72)

  page.nodes.push(
    { kind: 'shape', path: rectangle({ x: 0, y: 0, width, height }), fill: scheme.ground.fill },
    {
      kind: 'group',
      clip: rectangle(art),
      nodes: [
        { kind: 'shape', path: rectangle(art), fill: scheme.middle.fill },
        ...[1.9, 1.45].map((k) => ({
          kind: 'shape' as const,
          path: ring(centre, sunY, sun * k, sun * k - 3 * u),
          fill: scheme.accent.fill,
          opacity: 0.5,
        })),
        { kind: 'shape', path: circle(centre, sunY, sun), fill: scheme.accent.fill },
        { kind: 'shape', path: rectangle({ ...art, y: floor, height: height - floor }), fill: scheme.ink.fill },
        { kind: 'grain', path: rectangle(art), strength: 0.09 },
      ],
    },
  )
  if (page.motif !== null) {
    const side = Math.min(art.width * 0.8, height * 0.5, 440 * u)
    const box: Rect = { x: centre - side / 2, y: floor + side * 0.05 - side, width: side, height: side }
    page.nodes.push({ kind: 'picture', file: page.motif.file, box, stand: 'foot', shadow: scheme.shadow })
    page.boxes.push({ name: 'motif', ...box })
  } else {
    const half = sun * 0.56
    page.nodes.push({
      kind: 'group',
      clip: rectangle({ ...art, height: floor }),
      nodes: [
        { kind: 'shape', path: circle(centre, floor, half), fill: scheme.surface.fill },
        { kind: 'shape', path: circle(centre, floor, half * 0.5), fill: scheme.ink.fill },
      ],
    })
  }
  const radius = Math.min(96 * u, art.width * 0.24)
  const badgeY = format === 'story' ? safe.y + radius : Math.max(radius + 34 * u, safe.y * 0.6 + radius)
  placeBadge(
    page,
    wide ? art.x + radius + 34 * u : width - radius - 34 * u,
    badgeY,
    radius,
    scheme.surface.fill,
    scheme.surface.ink,
  )

  const brand = brandPart(page, scheme.ground, paper.width, 36)
  brand?.place(paper.x, paper.y)
  const rule = paper.y + (brand?.height ?? 0) + 24 * u
  page.nodes.push({
    kind: 'shape',
    path: line(paper.x, rule, paper.x + paper.width, rule),
    fill: null,
    stroke: { colour: scheme.ground.ink, width: 3 * u },
  })
  const head = rule + 44 * u
  placeColumn(page, {
    box: { ...paper, y: head, height: paper.y + paper.height - head },
    field: scheme.ground,
    align: 'left',
    stand: wide ? 'middle' : 'ends',
    largest: wide ? 96 : 124,
    sub: { lines: wide ? 3 : 4, size: 32 },
    action: 'block',
  })
}
