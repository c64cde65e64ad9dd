import { wcagContrast } from 'culori'
import { placeAt, placeColumn } from '../column.ts'
import type { Page } from '../page.ts'
import { brandPart, placeBadge } from '../parts.ts'
import { circle, rectangle, ring } from '../scene.ts'
import type { SceneNode } from '../scene.ts'
import type { Rect } from '../still-spec.ts'

type Cell = { column: number; row: number }

function tile(kind: number, x: number, y: number, s: number, paint: string): SceneNode[] {
  const shape = (path: string): SceneNode => ({ kind: 'shape', path, fill: paint })
  const h = s / 2
  switch (kind) {
    case 0:
      return [shape(`M${x} ${y}H${x + s}A${s} ${s} 0 0 1 ${x} ${y + s}Z`)]
    case 1:
      return [shape(`M${x} ${y}A${s} ${s} 0 0 1 ${x + s} ${y + s}A${s} ${s} 0 0 1 ${x} ${y}Z`)]
    case 2:
      return [
        shape(`M${x} ${y + h}A${h} ${h} 0 0 1 ${x + s} ${y + h}Z`),
        shape(`M${x} ${y + s}A${h} ${h} 0 0 1 ${x + s} ${y + s}Z`),
      ]
    case 3:
      return [shape(ring(x + h, y + h, s * 0.36, s * 0.17))]
    case 4:
      return Array.from({ length: 16 }, (_, i) =>
        shape(circle(x + s * (0.125 + 0.25 * (i % 4)), y + s * (0.125 + 0.25 * Math.floor(i / 4)), s * 0.055)),
      )
    case 5:
      return Array.from({ length: 4 }, (_, i) =>
        shape(rectangle({ x, y: y + (i * s) / 4 + s / 16, width: s, height: s / 8 })),
      )
    case 6:
      return [shape(`M${x} ${y + s}L${x + s} ${y}V${y + s}Z`)]
    default:
      return [
        shape(
          `M${x + s * 0.58} ${y}H${x + s}A${s} ${s} 0 0 1 ${x} ${y + s}V${y + s * 0.58}A${s * 0.58} ${s * 0.58} 0 0 0 ${x + s * 0.58} ${y}Z`,
        ),
        shape(`M${x} ${y}H${x + s * 0.3}A${s * 0.3} ${s * 0.3} 0 0 1 ${x} ${y + s * 0.3}Z`),
      ]
  }
}

/** Seeded tiles in the brand's colours; no kind or ground twice side by side. Cells in `free` are left out. */
function tiles(page: Page, box: Rect, columns: number, rows: number, free: readonly Cell[]): SceneNode[] {
  const { scheme, random } = page
  const grounds = [scheme.middle.fill, scheme.accent.fill, scheme.ink.fill, scheme.tint, scheme.deep]
  const side = box.width / columns
  const nodes: SceneNode[] = []
  const laid = new Map<string, { ground: number; kind: number }>()
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (free.some((cell) => cell.column === column && cell.row === row)) continue
      const near = [laid.get(`${column - 1} ${row}`), laid.get(`${column} ${row - 1}`)]
      const choose = (count: number, taken: (number | undefined)[]): number => {
        let pick = Math.floor(random() * count)
        while (taken.includes(pick)) pick = (pick + 1) % count
        return pick
      }
      const ground = choose(
        grounds.length,
        near.map((cell) => cell?.ground),
      )
      const kind = choose(
        8,
        near.map((cell) => cell?.kind),
      )
      const fill = grounds[ground] ?? scheme.tint
      const clear = grounds.filter((paint) => wcagContrast(paint, fill) >= 1.6)
      const paint = clear[Math.floor(random() * clear.length)] ?? scheme.surface.fill
      laid.set(`${column} ${row}`, { ground, kind })
      const x = box.x + column * side
      const y = box.y + row * side
      const turn = { x: x + side / 2, y: y + side / 2, turn: Math.floor(random() * 4) * 90 }
      nodes.push(
        { kind: 'shape', path: rectangle({ x: x - 0.3, y: y - 0.3, width: side + 0.6, height: side + 0.6 }), fill },
        { kind: 'group', turn, nodes: tile(kind, x, y, side, paint) },
      )
    }
  }
  return nodes
}

const block2 = (column: number, row: number): Cell[] =>
  [0, 1].flatMap((i) => [0, 1].map((j) => ({ column: column + i, row: row + j })))

/** A wall of tiles with the motif on a plate; the words on paper above it, on tall screens below it. */
export function composeMosaic(page: Page): void {
  const { width, height, unit: u, scheme, safe, format } = page
  const columns = { wide: 9, square: 6, tall: 6, story: 5 }[format]
  const side = width / columns
  const rows = { wide: 2, square: 2, tall: 3, story: 3 }[format]
  const story = format === 'story'
  const wall: Rect = { x: 0, y: story ? 0 : height - rows * side, width, height: rows * side }
  const heroRow = format === 'tall' || format === 'story' ? 1 : 0
  const heroColumn = format === 'wide' ? 5 : page.random() < 0.5 ? 1 : 2
  const badgeColumn = format === 'wide' ? 1 : format !== 'story' ? (heroColumn === 1 ? 4 : 0) : heroColumn === 1 ? 3 : 0
  const hero = page.motif !== null
  const badge = page.words.badge !== null
  const free = [...(hero ? block2(heroColumn, heroRow) : []), ...(badge ? block2(badgeColumn, heroRow) : [])]

  page.nodes.push({ kind: 'shape', path: rectangle({ x: 0, y: 0, width, height }), fill: scheme.surface.fill })
  const art: SceneNode[] = tiles(page, wall, columns, rows, free)
  if (story) page.nodes.push(...tiles(page, { x: 0, y: height - side, width, height: side }, columns, 1, []))
  const plate = (column: number): Rect => ({
    x: column * side,
    y: wall.y + heroRow * side,
    width: side * 2,
    height: side * 2,
  })
  if (hero) {
    const box = plate(heroColumn)
    art.push(
      {
        kind: 'shape',
        path: rectangle({ x: box.x - 0.3, y: box.y - 0.3, width: box.width + 0.6, height: box.height + 0.6 }),
        fill: scheme.accent.fill,
      },
      { kind: 'shape', path: circle(box.x + side, box.y + side, side * 0.88), fill: scheme.surface.fill },
    )
  }
  if (badge) {
    const box = plate(badgeColumn)
    art.push({
      kind: 'shape',
      path: rectangle({ x: box.x - 0.3, y: box.y - 0.3, width: box.width + 0.6, height: box.height + 0.6 }),
      fill: scheme.middle.fill,
    })
  }
  page.nodes.push({
    kind: 'group',
    clip: rectangle(wall),
    nodes: [...art, { kind: 'grain', path: rectangle(wall), strength: 0.07 }],
  })
  if (page.motif !== null) {
    const box = plate(heroColumn)
    const size = side * 1.14
    const place: Rect = { x: box.x + side - size / 2, y: box.y + side - size / 2, width: size, height: size }
    page.nodes.push({ kind: 'picture', file: page.motif.file, box: place, stand: 'middle', shadow: scheme.shadow })
    page.boxes.push({ name: 'motif', ...place })
  }
  if (badge) {
    const box = plate(badgeColumn)
    placeBadge(page, box.x + side, box.y + side, side * 0.84, scheme.accent.fill, scheme.accent.ink)
  }

  const field = scheme.surface
  const foot = story ? safe.y + safe.height : wall.y - (format === 'wide' ? 40 : 52) * u
  const aside = safe.width * 0.3
  const brand = brandPart(page, field, format === 'wide' ? aside : safe.width * 0.7, 36)
  if (format === 'wide') {
    const beside: Rect = { x: safe.x + safe.width - aside, y: safe.y * 0.8, width: aside, height: foot - safe.y * 0.8 }
    brand?.place(beside.x, beside.y)
    const below = beside.y + (brand?.height ?? 0) + 26 * u
    placeColumn(
      { ...page, words: { ...page.words, headline: '' } },
      {
        box: { ...beside, y: below, height: foot - below },
        field,
        align: 'left',
        stand: 'foot',
        largest: 10,
        kicker: false,
        sub: { lines: 4, size: 27 },
        action: 'link',
      },
    )
    placeColumn(page, {
      box: { x: safe.x, y: safe.y * 0.8, width: safe.width - aside - 70 * u, height: foot - safe.y * 0.8 },
      field,
      align: 'left',
      stand: 'middle',
      largest: 124,
      sub: null,
      action: null,
    })
    return
  }
  const head = story ? wall.height + 70 * u : safe.y - 8 * u
  placeAt(brand, safe.x, head + (brand?.height ?? 0) / 2, 'left')
  const from = head + (brand?.height ?? 0) + 52 * u
  placeColumn(page, {
    box: { x: safe.x, y: from, width: safe.width, height: foot - from },
    field,
    align: 'left',
    stand: 'foot',
    largest: 116,
    sub: { lines: 2 },
    action: 'link',
  })
}
