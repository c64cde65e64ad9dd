import { fitText, type Fitted, type FitOptions } from './fit-text.ts'
import type { Scheme } from './schemes.ts'

/** Lengths are design units: the frame is 720 wide whatever the film's pixels. */
export const frameWidth = 720

export type Box = { x: number; y: number; width: number; height: number }
/** A text where it stands. `box` is the room it takes; centred lines share the box's middle. */
export type Block = { fitted: Fitted; box: Box; align: 'left' | 'center' }
/** A label on a block of colour. */
export type Label = Block & { plate: Box }
export type Focus = { x: number; y: number; size: number }

/** Seconds from the start of the film; the fold that brings the card begins at `start`. */
export type Time = { start: number; end: number }

type Common = Time & {
  scheme: Scheme
  /** What the shapes gather around. */
  focus: Focus
  /** Shapes stay inside. */
  art: Box
}
export type HookCard = Common & {
  kind: 'hook'
  kicker: Label
  headline: Block
  badge: (Block & { radius: number }) | null
}
export type ProofCard = Common & {
  kind: 'proof'
  tag: Block
  numeral: Block | null
  sentence: Block
  medallion: Focus | null
}
export type EndCard = Common & {
  kind: 'end'
  panel: Scheme
  brand: Block
  tagline: Block | null
  button: Label | null
  link: Block | null
}
export type Card = HookCard | ProofCard | EndCard

/** What the apps lay over a vertical video: their rail at the right, the caption in the lowest fifth, tabs at the top. No text stands there. */
export const safeArea = (height: number): Box => ({ x: 56, y: 112, width: 564, height: height * 0.8 - 112 })

/** True when a letter of the text can be set. */
export const printable = (text: string): boolean =>
  fitText(text, { role: 'text', width: 1e6, height: 100, max: 10, min: 10 }).lines.length > 0

/** A box by its middle. */
export const around = (x: number, y: number, width: number, height: number): Box => ({
  x: x - width / 2,
  y: y - height / 2,
  width,
  height,
})

/** A text in as much of its box as it needs, from the left and top. */
export function block(text: string, x: number, y: number, options: FitOptions): Block {
  const fitted = fitText(text, options)
  return { fitted, align: 'left', box: { x, y, width: fitted.width, height: fitted.height } }
}

/** One line on a plate with room around it. */
export function label(text: string, x: number, y: number, { width, max }: { width: number; max: number }): Label {
  const fitted = fitText(text, { role: 'text', width, height: 44, max, min: 18, maxLines: 1 })
  const plate = { x, y, width: fitted.width + 40, height: fitted.height + 24 }
  return { fitted, align: 'left', plate, box: { x: x + 20, y: y + 12, width: fitted.width, height: fitted.height } }
}
