import type { Canvas, SKRSContext2D } from '@napi-rs/canvas'
import { driftRoom } from './art-paint.ts'
import { outCubic, outExpo, span, spring } from './easing.ts'
import type { Card, EndCard, Focus, HookCard, Label, ProofCard } from './card.ts'
import type { Motif } from './motif-paint.ts'
import { countingTo } from './numeral.ts'
import { otherText, risingText, standingText, underline } from './text-paint.ts'

/** What stays the same through a card: its shapes, drawn once, and the picture. */
export type Props = { art: Canvas; motif: Motif | null; width: number; height: number }

/** Paints a card as it stands `time` seconds after its start. */
export function paintCard(ctx: SKRSContext2D, card: Card, props: Props, time: number): void {
  switch (card.kind) {
    case 'hook':
      return paintHook(ctx, card, props, time)
    case 'proof':
      return paintProof(ctx, card, props, time)
    case 'end':
      return paintEnd(ctx, card, props, time)
    default:
      card satisfies never
  }
}

/** The hook is already on its way in the first frame: apps show it as the cover. */
const headStart = 0.45
/** Words of later cards rise while the last facet opens. */
const afterFold = 0.36

const sway = (time: number): { lift: number; turn: number } => ({
  lift: 9 + 9 * Math.sin(time * 2.1),
  turn: -0.03 + 0.035 * Math.sin(time * 1.5),
})

function paintGround(ctx: SKRSContext2D, color: string, { art, width, height }: Props, card: Card, time: number): void {
  ctx.fillStyle = color
  ctx.fillRect(0, 0, width, height)
  const rise = (1 - outCubic(span(time, -0.2, 1.3))) * 150 - time * 5
  ctx.save()
  ctx.beginPath()
  ctx.rect(card.art.x, card.art.y, card.art.width, card.art.height)
  ctx.clip()
  ctx.drawImage(art, 0, Math.max(-driftRoom, rise), width, height + artReach)
  ctx.restore()
}

/** Shapes are drawn this much longer than the frame, so that they can drift. */
export const artReach = 40

function paintLabel(ctx: SKRSContext2D, { plate, ...block }: Label, ground: string, ink: string, time: number): void {
  const wiped = outExpo(span(time, 0, 0.6))
  if (wiped <= 0) return
  ctx.fillStyle = ground
  ctx.fillRect(plate.x, plate.y, plate.width * wiped, plate.height)
  risingText(ctx, block, ink, time - 0.2, 0.03)
}

function paintHook(ctx: SKRSContext2D, card: HookCard, props: Props, time: number): void {
  const { scheme, headline, badge, focus } = card
  const on = time + headStart
  paintGround(ctx, scheme.ground, props, card, on)
  const { lift, turn } = sway(on)
  props.motif?.paint(ctx, { ...focus, size: focus.size * 0.92 }, spring(span(on, 0, 1.15)), lift, turn)
  paintLabel(ctx, card.kicker, scheme.pop, scheme.popInk, on)
  const words = headline.fitted.lines.reduce((sum, line) => sum + line.words.length, 0)
  risingText(ctx, headline, scheme.ink, on - 0.12)
  underline(ctx, headline, scheme.pop, outExpo(span(on, 0.35 + words * 0.055, 0.8)))
  if (!badge) return
  const shown = spring(span(on, 0.75, 0.9))
  if (shown <= 0) return
  ctx.save()
  ctx.translate(badge.box.x + badge.box.width / 2, badge.box.y + badge.box.height / 2)
  ctx.rotate(-0.14 + 0.03 * Math.sin(on * 2.4))
  ctx.scale(shown, shown)
  ctx.fillStyle = scheme.ink
  ctx.beginPath()
  const points = 40
  for (let point = 0; point < points; point++) {
    const radius = point % 2 === 0 ? badge.radius : badge.radius * 0.92
    const angle = (point / points) * Math.PI * 2
    ctx.lineTo(Math.cos(angle) * radius, Math.sin(angle) * radius)
  }
  ctx.fill()
  standingText(
    ctx,
    { ...badge, box: { ...badge.box, x: -badge.box.width / 2, y: -badge.box.height / 2 } },
    scheme.ground,
  )
  ctx.restore()
}

function paintProof(ctx: SKRSContext2D, card: ProofCard, props: Props, time: number): void {
  const { scheme, tag, numeral, sentence, medallion } = card
  paintGround(ctx, scheme.ground, props, card, time)
  ctx.fillStyle = scheme.pop
  const mark = outExpo(span(time, afterFold - 0.2, 0.5))
  ctx.fillRect(tag.box.x - 34, tag.box.y + tag.box.height / 2 - 9, 18 * mark, 18)
  risingText(ctx, tag, scheme.ink, time - afterFold + 0.2, 0.03)
  if (numeral) paintNumeral(ctx, card, numeral, time - afterFold + 0.12)
  if (medallion) paintMedallion(ctx, card, props, medallion, time - afterFold + 0.14)
  risingText(ctx, sentence, scheme.ink, time - afterFold - (numeral ? 0.1 : 0))
}

function paintNumeral(
  ctx: SKRSContext2D,
  { scheme }: ProofCard,
  numeral: NonNullable<ProofCard['numeral']>,
  time: number,
): void {
  const { box, fitted } = numeral
  const text = fitted.lines[0]?.words.map((word) => word.text).join(' ') ?? ''
  const risen = outExpo(span(time, 0, 0.7))
  ctx.save()
  ctx.beginPath()
  ctx.rect(0, box.y, 720, box.height)
  ctx.clip()
  ctx.translate(0, (1 - risen) * box.height)
  otherText(ctx, numeral, countingTo(text, outCubic(span(time, 0.1, 0.9))), scheme.ink)
  ctx.restore()
  ctx.fillStyle = scheme.pop
  ctx.fillRect(box.x, box.y + box.height + 16, 150 * outExpo(span(time, 0.25, 0.7)), 12)
}

function paintMedallion(ctx: SKRSContext2D, { scheme }: ProofCard, { motif }: Props, at: Focus, time: number): void {
  const shown = spring(span(time, 0, 0.95))
  if (shown <= 0) return
  ctx.fillStyle = scheme.pop
  ctx.beginPath()
  ctx.arc(at.x, at.y, (at.size / 2) * shown, 0, Math.PI * 2)
  ctx.fill()
  const { lift, turn } = sway(time)
  if (motif) {
    motif.paint(ctx, { ...at, size: at.size * 0.82 }, spring(span(time, 0.1, 0.95)), lift / 3, turn)
    return
  }
  paintCheck(ctx, at, scheme.popInk, outCubic(span(time, 0.3, 0.5)))
}

function paintCheck(ctx: SKRSContext2D, { x, y, size }: Focus, color: string, drawn: number): void {
  if (drawn <= 0) return
  const corners = [
    [-0.2, 0.02],
    [-0.06, 0.16],
    [0.22, -0.15],
  ] as const
  const bend = 0.36
  const at = (from: (typeof corners)[number], to: (typeof corners)[number], share: number): [number, number] => [
    x + (from[0] + (to[0] - from[0]) * share) * size,
    y + (from[1] + (to[1] - from[1]) * share) * size,
  ]
  ctx.strokeStyle = color
  ctx.lineWidth = size * 0.09
  ctx.lineCap = 'round'
  ctx.lineJoin = 'round'
  ctx.beginPath()
  ctx.moveTo(...at(corners[0], corners[1], 0))
  ctx.lineTo(...at(corners[0], corners[1], Math.min(1, drawn / bend)))
  if (drawn > bend) ctx.lineTo(...at(corners[1], corners[2], (drawn - bend) / (1 - bend)))
  ctx.stroke()
}

function paintEnd(ctx: SKRSContext2D, card: EndCard, props: Props, time: number): void {
  const { scheme, panel, brand, tagline, button, link, focus } = card
  ctx.fillStyle = scheme.ground
  ctx.fillRect(0, 0, props.width, props.height)
  ctx.save()
  ctx.beginPath()
  ctx.rect(card.art.x, card.art.y, card.art.width, card.art.height)
  ctx.clip()
  paintGround(ctx, panel.ground, props, card, time)
  ctx.restore()
  const { lift, turn } = sway(time)
  props.motif?.paint(ctx, focus, spring(span(time, 0.2, 1.1)), lift, turn)
  const on = time - afterFold
  risingText(ctx, brand, scheme.ink, on)
  if (tagline) risingText(ctx, tagline, scheme.ink, on - 0.22, 0.03)
  if (button) {
    const shown = spring(span(on, 0.45, 0.9)) * (1 + 0.02 * Math.sin(Math.max(0, on - 1.3) * 5))
    if (shown > 0) {
      const { plate, ...words } = button
      ctx.save()
      ctx.translate(plate.x + plate.width / 2, plate.y + plate.height / 2)
      ctx.scale(shown, shown)
      ctx.translate(-plate.x - plate.width / 2, -plate.y - plate.height / 2)
      ctx.fillStyle = scheme.pop
      ctx.beginPath()
      ctx.roundRect(plate.x, plate.y, plate.width, plate.height, Math.min(plate.height / 2, 48))
      ctx.fill()
      standingText(ctx, words, scheme.popInk)
      ctx.restore()
    }
  }
  if (link) risingText(ctx, link, scheme.ink, on - 0.75, 0.03)
  paintFoot(ctx, card, props, on)
}

/** Three creased facets along the foot, opened one after the other: the name of the house. */
function paintFoot(ctx: SKRSContext2D, { panel, scheme }: EndCard, { width, height }: Props, time: number): void {
  const top = height * 0.86
  const step = width / 3
  for (let index = 0; index < 3; index++) {
    const open = outExpo(span(time, 0.2 + index * 0.12, 0.8))
    if (open <= 0) continue
    ctx.fillStyle = [scheme.art[0], scheme.art[1], scheme.art[0]][index] ?? panel.ground
    ctx.beginPath()
    ctx.moveTo(index * step, height)
    const edges = index % 2 === 0 ? [1, 0.5] : [0.5, 1]
    ctx.lineTo(index * step, height - (height - top) * open * (edges[0] ?? 1))
    ctx.lineTo((index + 1) * step, height - (height - top) * open * (edges[1] ?? 1))
    ctx.lineTo((index + 1) * step, height)
    ctx.fill()
  }
}
