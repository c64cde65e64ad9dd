import type { Rect } from './still-spec.ts'
import type { TextBlock } from './set-text.ts'

/** Turns and moves what it holds: `turn` in degrees about (x, y). */
export type Turn = { x: number; y: number; turn: number }

/** What a still is made of, back to front, in pixels. Paths are SVG path data. */
export type SceneNode =
  | {
      kind: 'shape'
      path: string
      fill: string | null
      stroke?: { colour: string; width: number; dash?: number[] }
      opacity?: number
    }
  | { kind: 'group'; clip?: string; turn?: Turn; nodes: SceneNode[] }
  | { kind: 'text'; block: TextBlock; x: number; y: number; colour: string; emphasis: string; on: readonly string[] }
  /** A picture of the motif, its visible part scaled into the box, standing on the box's foot or in its middle. */
  | { kind: 'picture'; file: string; box: Rect; stand: 'foot' | 'middle'; shadow: string }
  /** Paper grain over everything drawn before, inside the path. */
  | { kind: 'grain'; path: string; strength: number }

const n = (value: number): string => String(Math.round(value * 100) / 100)

export const rectangle = ({ x, y, width, height }: Rect): string =>
  `M${n(x)} ${n(y)}h${n(width)}v${n(height)}h${n(-width)}Z`

export function rounded({ x, y, width, height }: Rect, radius: number): string {
  const r = Math.min(radius, width / 2, height / 2)
  const corner = (dx: number, dy: number): string => `a${n(r)} ${n(r)} 0 0 1 ${n(dx)} ${n(dy)}`
  return `M${n(x + r)} ${n(y)}h${n(width - 2 * r)}${corner(r, r)}v${n(height - 2 * r)}${corner(-r, r)}h${n(2 * r - width)}${corner(-r, -r)}v${n(2 * r - height)}${corner(r, -r)}Z`
}

export const circle = (x: number, y: number, r: number): string =>
  `M${n(x - r)} ${n(y)}a${n(r)} ${n(r)} 0 1 1 ${n(2 * r)} 0a${n(r)} ${n(r)} 0 1 1 ${n(-2 * r)} 0Z`

/** A door with a round top: `y` is the top of the curve. */
export const archway = ({ x, y, width, height }: Rect): string =>
  `M${n(x)} ${n(y + height)}V${n(y + width / 2)}A${n(width / 2)} ${n(width / 2)} 0 0 1 ${n(x + width)} ${n(y + width / 2)}V${n(y + height)}Z`

/** Every second ray of a sunburst. */
export function sunburst(x: number, y: number, radius: number, count: number, turn = 0): string {
  const point = (angle: number): string => `${n(x + radius * Math.cos(angle))} ${n(y + radius * Math.sin(angle))}`
  return Array.from({ length: count }, (_, i) => {
    const from = turn + (i / count) * Math.PI * 2
    return `M${n(x)} ${n(y)}L${point(from)}L${point(from + Math.PI / count)}Z`
  }).join('')
}

/** A seal with a toothed edge. */
export function seal(x: number, y: number, radius: number, teeth: number, depth = 0.1): string {
  const points = Array.from({ length: teeth * 2 }, (_, i) => {
    const angle = (Math.PI * i) / teeth
    const r = i % 2 === 0 ? radius : radius * (1 - depth)
    return `${n(x + r * Math.cos(angle))} ${n(y + r * Math.sin(angle))}`
  })
  return `M${points.join('L')}Z`
}

/** Rolling land from the left edge to the right, filled down to the box's foot. `heights` are the crests, 0 (foot) to 1 (top of the box). */
export function hills({ x, y, width, height }: Rect, heights: readonly number[]): string {
  const step = width / (heights.length - 1)
  const level = (i: number): number => y + height * (1 - (heights[i] ?? 0))
  let path = `M${n(x)} ${n(y + height)}V${n(level(0))}`
  for (let i = 1; i < heights.length; i++) {
    const left = x + step * (i - 1)
    path += `C${n(left + step / 2)} ${n(level(i - 1))} ${n(left + step / 2)} ${n(level(i))} ${n(left + step)} ${n(level(i))}`
  }
  return `${path}V${n(y + height)}Z`
}

/** A half ring or full ring as one path, drawn even-odd by its two directions. */
export function ring(x: number, y: number, outer: number, inner: number): string {
  return `${circle(x, y, outer)}M${n(x - inner)} ${n(y)}a${n(inner)} ${n(inner)} 0 1 0 ${n(2 * inner)} 0a${n(inner)} ${n(inner)} 0 1 0 ${n(-2 * inner)} 0Z`
}

export const line = (x1: number, y1: number, x2: number, y2: number): string => `M${n(x1)} ${n(y1)}L${n(x2)} ${n(y2)}`
