import type { SKRSContext2D } from '@napi-rs/canvas'
import type { Box, Focus } from './card.ts'
import type { Scheme } from './schemes.ts'

export const artKinds = ['sun', 'arches', 'hills', 'rays'] as const
export type ArtKind = (typeof artKinds)[number]

/** Shapes rise by this much while a card stands. */
export const driftRoom = 36

type Shapes = (ctx: SKRSContext2D, scheme: Scheme, focus: Focus, art: Box) => void

const disc = (ctx: SKRSContext2D, color: string, x: number, y: number, radius: number): void => {
  ctx.fillStyle = color
  ctx.beginPath()
  ctx.arc(x, y, radius, 0, Math.PI * 2)
  ctx.fill()
}

/** The middle of a circle around the focus, lowered until the art's upper edge does not cut it even when it drifts. */
const middleOf = ({ y }: Focus, reach: number, box: Box): number => Math.max(y, box.y + driftRoom + reach)

const sun: Shapes = (ctx, { art }, focus, box) => {
  const reach = focus.size * 1.04
  const y = middleOf(focus, reach, box)
  disc(ctx, art[2], focus.x, y, reach)
  disc(ctx, art[1], focus.x, y, reach * 0.81)
  disc(ctx, art[0], focus.x, y, reach * 0.62)
}

const arches: Shapes = (ctx, { art }, focus, box) => {
  const { x, size } = focus
  const y = middleOf(focus, size * 0.56, box)
  const foot = box.y + box.height + 60
  for (const [index, share] of [0.86, 0.68, 0.5].entries()) {
    const half = size * share
    const top = y - size * 0.56 + index * size * 0.1
    ctx.fillStyle = art[2 - index] ?? art[0]
    ctx.beginPath()
    ctx.moveTo(x - half, foot)
    ctx.lineTo(x - half, top + half)
    ctx.arc(x, top + half, half, Math.PI, 0)
    ctx.lineTo(x + half, foot)
    ctx.fill()
  }
}

const hills: Shapes = (ctx, { art }, focus, box) => {
  const { x, size } = focus
  const y = middleOf(focus, size * 0.62, box)
  disc(ctx, art[2], x, y - size * 0.02, size * 0.6)
  const foot = box.y + box.height + 60
  const ridge = Math.min(y, box.y + box.height - driftRoom - size * 0.55)
  for (const [index, lift] of [0.08, 0.26, 0.5].entries()) {
    const top = ridge + size * lift
    ctx.fillStyle = art[[1, 0, 1][index] ?? 0] ?? art[0]
    if (index === 2) ctx.globalAlpha = 0.55
    ctx.beginPath()
    ctx.moveTo(-20, foot)
    ctx.lineTo(-20, top + size * (index % 2 === 0 ? 0.12 : 0.02))
    ctx.bezierCurveTo(160, top - size * 0.14, 300, top + size * 0.2, 460, top + size * 0.08)
    ctx.bezierCurveTo(580, top - size * 0.02, 660, top - size * 0.1, 740, top + size * 0.06)
    ctx.lineTo(740, foot)
    ctx.fill()
    ctx.globalAlpha = 1
  }
}

const rays: Shapes = (ctx, { art }, focus, box) => {
  const { x, size } = focus
  const reach = size * 1.04
  const y = middleOf(focus, reach, box)
  const count = 24
  ctx.fillStyle = art[1]
  for (let ray = 0; ray < count; ray++) {
    const angle = (ray / count) * Math.PI * 2
    ctx.beginPath()
    ctx.moveTo(x, y)
    ctx.lineTo(x + Math.cos(angle - 0.075) * reach, y + Math.sin(angle - 0.075) * reach)
    ctx.lineTo(x + Math.cos(angle + 0.075) * reach, y + Math.sin(angle + 0.075) * reach)
    ctx.fill()
  }
  disc(ctx, art[2], x, y, reach * 0.78)
  disc(ctx, art[0], x, y, reach * 0.62)
}

const shapes = { sun, arches, hills, rays } as const satisfies Record<ArtKind, Shapes>

/** Flat shapes in the card's tints around its focus, cut at the art's box. */
export function paintArt(ctx: SKRSContext2D, kind: ArtKind, scheme: Scheme, focus: Focus, box: Box): void {
  ctx.save()
  ctx.beginPath()
  ctx.rect(box.x, box.y, box.width, box.height)
  ctx.clip()
  shapes[kind](ctx, scheme, focus, box)
  ctx.restore()
}
