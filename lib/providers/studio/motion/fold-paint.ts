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
export function paintFold(
  ctx: SKRSContext2D,
  card: Canvas,
  way: FoldWay,
  share: number,
  width: number,
  height: number,
): void {
  const along = way === 'right' ? width : height
  const across = way === 'right' ? height : width
  const facet = along / facets
  const size = { width, height }
  let start = 0
  let edge = 1
  for (let index = 0; index < facets; index++) {
    const open = inOutCubic(span(share, index * 0.24, 0.52))
    if (open <= 0) break
    const angle = ((1 - open) * Math.PI) / 2
    const rows = open >= 1 && edge === 1 ? 1 : slices
    // Facets lean in turn towards the eye and back, so that their edges meet.
    const leanAt = (depth: number): number => {
      const back = edge + ((1 - edge) * depth) / facet
      return index % 2 === 0 ? back / (1 - (depth * Math.sin(angle)) / (along * eye)) : back
    }
    const from = start
    const depth = facet / rows
    const length = depth * Math.cos(angle)
    for (let row = 0; row < rows; row++) {
      slice(ctx, card, way, size, {
        source: index * facet + row * depth,
        depth,
        start,
        length: length + 0.75,
        across: across * leanAt((row + 0.5) * depth),
      })
      start += length
    }
    edge = open >= 1 ? 1 : leanAt(facet)
    shade(ctx, way, size, from, start, 0.34 * Math.sin(angle) * (index % 2 === 0 ? 1 : 0.6))
    if (open < 1) castShadow(ctx, way, size, start, 70 * Math.sin(angle))
  }
}

type Size = { width: number; height: number }
type Slice = { source: number; depth: number; start: number; length: number; across: number }

function slice(
  ctx: SKRSContext2D,
  card: Canvas,
  way: FoldWay,
  size: Size,
  { source, depth, start, length, across }: Slice,
): void {
  const scaleX = card.width / size.width
  const scaleY = card.height / size.height
  if (way === 'right') {
    ctx.drawImage(
      card,
      source * scaleX,
      0,
      depth * scaleX,
      card.height,
      start,
      (size.height - across) / 2,
      length,
      across,
    )
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
