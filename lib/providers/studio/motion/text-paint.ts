import type { SKRSContext2D } from '@napi-rs/canvas'
import { outExpo, span } from './easing.ts'
import { fontOf } from './fonts.ts'
import type { Block } from './card.ts'

/** Middle of capitals stands in the middle of the line. */
const baselineOf = (size: number, lineHeight: number): number => lineHeight / 2 + size * 0.35

function setFont(ctx: SKRSContext2D, { fitted }: Block, color: string): void {
  ctx.font = fontOf(fitted.face, fitted.size)
  ctx.letterSpacing = `${fitted.tracking}px`
  ctx.lang = 'en'
  ctx.fillStyle = color
  ctx.textBaseline = 'alphabetic'
  ctx.textAlign = 'left'
}

const lineStart = ({ box, align, fitted }: Block, line: number): number =>
  align === 'left' ? box.x : box.x + (box.width - (fitted.lines[line]?.width ?? 0)) / 2

/** Words rise one after the other behind the edge of their line. `time` counts from the first word. */
export function risingText(ctx: SKRSContext2D, block: Block, color: string, time: number, stagger = 0.055): void {
  const { fitted, box } = block
  const baseline = baselineOf(fitted.size, fitted.lineHeight)
  setFont(ctx, block, color)
  let nth = 0
  fitted.lines.forEach((line, index) => {
    const top = box.y + index * fitted.lineHeight
    const left = lineStart(block, index)
    for (const word of line.words) {
      const risen = outExpo(span(time, nth++ * stagger, 0.75))
      if (risen <= 0) continue
      if (risen >= 1) {
        ctx.fillText(word.text, left + word.x, top + baseline)
        continue
      }
      ctx.save()
      ctx.beginPath()
      ctx.rect(
        left - fitted.size,
        top - fitted.size * 0.14,
        box.width + fitted.size * 2,
        fitted.lineHeight + fitted.size * 0.28,
      )
      ctx.clip()
      ctx.fillText(word.text, left + word.x, top + baseline + (1 - risen) * fitted.lineHeight * 1.25)
      ctx.restore()
    }
  })
}

/** The whole text at once, where it stands. */
export function standingText(ctx: SKRSContext2D, block: Block, color: string): void {
  risingText(ctx, block, color, Number.POSITIVE_INFINITY)
}

/** Other words in the setting of a one-line block: a number on its way. */
export function otherText(ctx: SKRSContext2D, block: Block, text: string, color: string): void {
  setFont(ctx, block, color)
  ctx.fillText(text, block.box.x, block.box.y + baselineOf(block.fitted.size, block.fitted.lineHeight))
}

/** A stroke drawn under the last line. */
export function underline(ctx: SKRSContext2D, block: Block, color: string, drawn: number): void {
  const last = block.fitted.lines.length - 1
  const line = block.fitted.lines[last]
  if (!line || drawn <= 0) return
  const thick = Math.max(7, block.fitted.size * 0.1)
  const y =
    block.box.y +
    last * block.fitted.lineHeight +
    baselineOf(block.fitted.size, block.fitted.lineHeight) +
    block.fitted.size * 0.26
  ctx.fillStyle = color
  ctx.beginPath()
  ctx.roundRect(lineStart(block, last), y, Math.max(thick, line.width * drawn), thick, thick / 2)
  ctx.fill()
}
