import type { Canvas, SKRSContext2D } from '@napi-rs/canvas'
import { inOutCubic, span } from './easing.ts'

/** How long a card takes to unfold over the one before it, seconds. */
export const foldSeconds = 0.66

export const foldWays = ['down', 'right', 'up'] as const
export type FoldWay = (typeof foldWays)[number]

const facets = 3
const slices = 26
/** Distance of the eye in frame lengths: smaller leans the flaps out more. */
const eye = 1.9

/** Lays `card` over what `ctx` shows, opened `share` (0 to 1) in three facets that hinge at their creases. */
export function paintFold(ctx: SKRSContext2D, card: Canvas, way: FoldWay, share: number, width: number, height: number): void {
  const along = way === 'right' ? width : height
  const across = way === 'right' ? height : width
  const facet = along / facets
  for (let index = 0; index < facets; index++) {
    const open = inOutCubic(span(share, index * 0.24, 0.52))
    if (open <= 0) continue
    const angle = ((1 - open) * Math.PI) / 2
    const rows = open >= 1 ? 1 : slices
    let reach = index * facet
    for (let row = 0; row < rows; row++) {
      const from = (row / rows) * facet
      const to = ((row + 1) / rows) * facet
      const middle = (from + to) / 2
      const near = 1 / (1 - (middle * Math.sin(angle)) / (along * eye))
      const start = index * facet + from * Math.cos(angle)
      const length = (to - from) * Math.cos(angle)
      const grown = across * near
      slice(ctx, card, way, { width, height }, { source: index * facet + from, depth: to - from, start, length: length + 0.75, across: grown })
      reach = start + length
    }
    shade(ctx, way, { width, height }, index * facet, reach, 0.34 * Math.sin(angle))
    if (open < 1) castShadow(ctx, way, { width, height }, reach, 70 * Math.sin(angle))
  }
}

type Size = { width: number; height: number }
type Slice = { source: number; depth: number; start: number; length: number; across: number }

function slice(ctx: SKRSContext2D, card: Canvas, way: FoldWay, size: Size, { source, depth, start, length, across }: Slice): void {
  const scaleX = card.width / size.width
  const scaleY = card.height / size.height
  if (way === 'right') {
    ctx.drawImage(card, source * scaleX, 0, depth * scaleX, card.height, start, (size.height - across) / 2, length, across)
    return
  }
  const [from, to] = way === 'down' ? [source, start] : [size.height - source - depth, size.height - start - length]
  ctx.drawImage(card, 0, from * scaleY, card.width, depth * scaleY, (size.width - across) / 2, to, across, length)
}

function band(ctx: SKRSContext2D, way: FoldWay, size: Size, from: number, to: number): void {
  if (way === 'right') ctx.fillRect(from, 0, to - from, size.height)
  else if (way === 'down') ctx.fillRect(0, from, size.width, to - from)
  else ctx.fillRect(0, size.height - to, size.width, to - from)
}

function shade(ctx: SKRSContext2D, way: FoldWay, size: Size, from: number, to: number, strength: number): void {
  if (strength <= 0.004) return
  ctx.fillStyle = `rgba(15, 10, 6, ${strength})`
  band(ctx, way, size, from, to)
}

function castShadow(ctx: SKRSContext2D, way: FoldWay, size: Size, from: number, length: number): void {
  if (length < 2) return
  const to = from + length
  const fade =
    way === 'right'
      ? ctx.createLinearGradient(from, 0, to, 0)
      : way === 'down'
        ? ctx.createLinearGradient(0, from, 0, to)
        : ctx.createLinearGradient(0, size.height - from, 0, size.height - to)
  fade.addColorStop(0, 'rgba(15, 10, 6, 0.34)')
  fade.addColorStop(1, 'rgba(15, 10, 6, 0)')
  ctx.fillStyle = fade
  band(ctx, way, size, from, to)
}
