import { placeAt, placeColumn } from '../column.ts'
import type { Page } from '../page.ts'
import { actionPart, brandPart, placeBadge } from '../parts.ts'
import { line, rectangle } from '../scene.ts'
import type { SceneNode } from '../scene.ts'
import type { Rect } from '../still-spec.ts'

/** A ticket with a bite on both sides of its tear line: `tear` is measured from its left (across) or from its top. */
function ticketPath(
  { x, y, width, height }: Rect,
  tear: number,
  across: boolean,
  corner: number,
  bite: number,
): string {
  const c = corner
  const turn = (dx: number, dy: number): string => `a${c} ${c} 0 0 1 ${dx} ${dy}`
  const nick = (dx: number, dy: number): string => `a${bite} ${bite} 0 0 0 ${dx} ${dy}`
  if (across) {
    const before = tear - bite - c
    const after = width - tear - bite - c
    return `M${x + c} ${y}h${before}${nick(2 * bite, 0)}h${after}${turn(c, c)}v${height - 2 * c}${turn(-c, c)}h${-after}${nick(-2 * bite, 0)}h${-before}${turn(-c, -c)}v${2 * c - height}${turn(c, -c)}Z`
  }
  const before = tear - bite - c
  const after = height - tear - bite - c
  return `M${x + c} ${y}h${width - 2 * c}${turn(c, c)}v${before}${nick(0, 2 * bite)}v${after}${turn(-c, c)}h${2 * c - width}${turn(-c, -c)}v${-after}${nick(0, -2 * bite)}v${-before}${turn(c, -c)}Z`
}

/** An admission ticket before diagonal stripes, a second one behind it; the motif on the stub. */
export function composeTicket(page: Page): void {
  const { width, height, unit: u, scheme, safe, format } = page
  const across = format === 'wide'
  const field = scheme.surface
  const stripe = 46 * u
  const stripes: SceneNode[] = Array.from({ length: Math.ceil((width + height) / (stripe * 2)) + 1 }, (_, i) => {
    const x = i * stripe * 2 - height
    return {
      kind: 'shape',
      path: `M${x} ${height}L${x + height} 0h${stripe}L${x + stripe} ${height}Z`,
      fill: scheme.deep,
      opacity: 0.35,
    }
  })
  page.nodes.push(
    { kind: 'shape', path: rectangle({ x: 0, y: 0, width, height }), fill: scheme.middle.fill },
    ...stripes,
    { kind: 'grain', path: rectangle({ x: 0, y: 0, width, height }), strength: 0.08 },
  )

  const inset = across
    ? { x: 70 * u, y: 76 * u }
    : { x: 92 * u, y: format === 'square' ? 84 * u : format === 'tall' ? 130 * u : safe.y }
  const ticket: Rect = {
    x: inset.x,
    y: inset.y,
    width: width - 2 * inset.x,
    height: format === 'story' ? safe.height : height - 2 * inset.y,
  }
  const tear = across ? ticket.width * 0.69 : ticket.height * (format === 'square' ? 0.72 : 0.73)
  const path = ticketPath(ticket, tear, across, 22 * u, 24 * u)
  const middle = { x: ticket.x + ticket.width / 2, y: ticket.y + ticket.height / 2 }
  page.nodes.push(
    {
      kind: 'group',
      turn: { ...middle, turn: across ? -4 : -5 },
      nodes: [{ kind: 'shape', path, fill: scheme.accent.fill }],
    },
    { kind: 'shape', path, fill: field.fill },
    {
      kind: 'shape',
      path: across
        ? line(ticket.x + tear, ticket.y + 40 * u, ticket.x + tear, ticket.y + ticket.height - 40 * u)
        : line(ticket.x + 40 * u, ticket.y + tear, ticket.x + ticket.width - 40 * u, ticket.y + tear),
      fill: null,
      stroke: { colour: field.line, width: 4 * u, dash: [14 * u, 12 * u] },
    },
  )
  const pad = 56 * u
  const main: Rect = across ? { ...ticket, width: tear } : { ...ticket, height: tear }
  const stub: Rect = across
    ? { x: ticket.x + tear, y: ticket.y, width: ticket.width - tear, height: ticket.height }
    : { x: ticket.x, y: ticket.y + tear, width: ticket.width, height: ticket.height - tear }

  const radius = 88 * u
  placeBadge(
    page,
    ticket.x + ticket.width - radius * (across ? 0.35 : 0.3),
    ticket.y + radius * (across ? 0.2 : 0.25),
    radius,
    scheme.ink.fill,
    scheme.ink.accent,
  )

  const brand = brandPart(
    page,
    field,
    main.width - 2 * pad - (page.words.badge === null || across ? 0 : radius * 1.6),
    34,
    'center',
  )
  const brandY = main.y + pad + (brand?.height ?? 0) / 2
  placeAt(brand, main.x + main.width / 2, brandY, 'center')
  const from = brand === null ? main.y + pad : main.y + pad + brand.height + 40 * u
  const to = main.y + main.height - pad
  placeColumn(page, {
    box: { x: main.x + pad, y: from, width: main.width - 2 * pad, height: to - from },
    field,
    align: 'center',
    stand: 'middle',
    largest: across ? 92 : 112,
    kicker: true,
    sub: { lines: 2, size: 30 },
    action: null,
  })

  const room = across ? stub.width - pad * 1.3 : stub.width * 0.52
  const action = actionPart(page, field, room, 'pill')
  const under = page.words.badge === null ? pad * 0.9 : radius * 1.2 + 16 * u
  const over = (action?.height ?? 0) + (action === null ? pad * 0.9 : pad * 1.6)
  const side = across
    ? Math.min(stub.width - pad * 1.4, stub.height - under - over)
    : Math.min(stub.height - 60 * u, stub.width * 0.36)
  const art: Rect = across
    ? {
        x: stub.x + (stub.width - side) / 2,
        y: stub.y + under + (stub.height - under - over - side) / 2,
        width: side,
        height: side,
      }
    : {
        x: action === null ? stub.x + (stub.width - side) / 2 : stub.x + pad,
        y: stub.y + (stub.height - side) / 2,
        width: side,
        height: side,
      }
  if (page.motif !== null) {
    page.nodes.push({ kind: 'picture', file: page.motif.file, box: art, stand: 'middle', shadow: scheme.shadow })
    page.boxes.push({ name: 'motif', ...art })
  } else {
    const bar = side / 17
    page.nodes.push(
      ...Array.from({ length: 12 }, (_, i): SceneNode => {
        const thick = bar * (page.random() < 0.4 ? 1.15 : 0.55)
        return {
          kind: 'shape',
          path: rectangle({ x: art.x + i * bar * 1.42, y: art.y + side * 0.14, width: thick, height: side * 0.72 }),
          fill: field.ink,
        }
      }),
    )
  }
  if (across) placeAt(action, stub.x + stub.width / 2, stub.y + stub.height - pad - (action?.height ?? 0) / 2, 'center')
  else placeAt(action, stub.x + stub.width - pad, stub.y + stub.height / 2, 'right')
}
