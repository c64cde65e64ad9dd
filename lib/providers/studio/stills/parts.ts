import { wcagContrast } from 'culori'
import { readable } from './colours.ts'
import type { Field } from './colours.ts'
import type { Page } from './page.ts'
import { circle, line, rounded, seal } from './scene.ts'
import { fitText, labelTop } from './set-text.ts'
import type { Room, TextBlock, TextStyle } from './set-text.ts'

/** Something measured that has yet to find its place. */
export type Part = { width: number; height: number; place(x: number, y: number): void }

type Align = TextStyle['align']
type Ink = { name: string; block: TextBlock; colour: string; emphasis?: string; on: readonly string[] }

function textPart(page: Page, { name, block, colour, emphasis, on }: Ink): Part {
  return {
    width: block.width,
    height: block.height,
    place(x, y) {
      page.nodes.push({ kind: 'text', block, x, y, colour, emphasis: emphasis ?? colour, on })
      page.boxes.push({ name, x, y, width: block.width, height: block.height })
    },
  }
}

/** A line of small capitals; null when there is none or it cannot fit two lines. */
export function kickerPart(page: Page, field: Field, width: number, align: Align = 'left'): Part | null {
  if (page.words.kicker === null) return null
  const u = page.unit
  const block =
    fitText(
      page.words.kicker,
      { width, height: 40 * u, largest: 25 * u, smallest: 20 * u, lines: 1 },
      { face: 'text-strong', leading: 1.3, tracking: 0.09, align },
    ) ??
    fitText(
      page.words.kicker,
      { width, height: 90 * u, largest: 23 * u, smallest: 18 * u, lines: 2 },
      { face: 'text-strong', leading: 1.3, tracking: 0.07, align },
    )
  return block === null ? null : textPart(page, { name: 'kicker', block, colour: field.accent, on: field.fills })
}

/** The headline as large as the room allows; null when even the smallest size does not fit. */
export function headlinePart(page: Page, field: Field, room: Room, align: Align = 'left'): Part | null {
  if (page.words.headline === '') return null
  const { face, emphasis, leading, tracking } = page.voice
  const block = fitText(page.words.headline, room, { face, emphasis, leading, tracking, align }, page.emphasis)
  return block === null
    ? null
    : textPart(page, { name: 'headline', block, colour: field.ink, emphasis: field.accent, on: field.fills })
}

/** The supporting sentence in at most `lines`; its first sentence when all of it does not fit; null when that does not either. */
export function subPart(
  page: Page,
  field: Field,
  room: { width: number; height: number; lines: number; size?: number },
  align: Align = 'left',
): Part | null {
  if (page.words.sub === null) return null
  const u = page.unit
  const size = (room.size ?? 33) * u
  const first = /^.+?[.!?…](?=\s)/u.exec(page.words.sub)?.[0]
  for (const text of [page.words.sub, first]) {
    if (text === undefined) continue
    const block = fitText(
      text,
      { ...room, largest: size, smallest: Math.min(size, 25 * u) },
      { face: 'text', leading: 1.36, align },
    )
    if (block !== null) return textPart(page, { name: 'sub', block, colour: field.soft, on: field.fills })
  }
  return null
}

/** How the call to action looks: filled and round, filled and square, a round outline, or words with an underline. */
export type ActionLook = 'pill' | 'block' | 'outline' | 'link'

/** Colour of a button that stands out from its field. */
function buttonFill(page: Page, field: Field): string {
  const { accent, ink, ground } = page.scheme
  const options = [accent.fill, ink.fill, ground.fill]
  return options.find((fill) => wcagContrast(fill, field.fill) >= 1.6) ?? field.ink
}

/** The call to action; null when there is none or it does not fit the width. */
export function actionPart(page: Page, field: Field, width: number, look: ActionLook): Part | null {
  if (page.words.action === null) return null
  const u = page.unit
  const padding = look === 'link' ? 0 : 36 * u
  const label = look === 'block' || look === 'link' ? `${page.words.action} →` : page.words.action
  const block = fitText(
    label,
    { width: width - 2 * padding, height: 60 * u, largest: 29 * u, smallest: 21 * u, lines: 1 },
    { face: 'text-strong', leading: 1.2, align: 'left' },
  )
  if (block === null) return null
  const height = look === 'link' ? 52 * u : 76 * u
  const total = block.width + 2 * padding
  const fill = look === 'pill' || look === 'block' ? buttonFill(page, field) : field.fill
  const wish =
    fill === page.scheme.accent.fill
      ? page.scheme.accent.ink
      : look === 'outline' || look === 'link'
        ? field.accent
        : page.scheme.ground.fill
  const on = look === 'pill' || look === 'block' ? [fill] : field.fills
  const colour = readable(wish, on)
  return {
    width: total,
    height,
    place(x, y) {
      const box = { x, y, width: total, height }
      const edge = 3 * u
      if (look === 'link')
        page.nodes.push({
          kind: 'shape',
          path: line(x, y + height - edge / 2, x + total, y + height - edge / 2),
          fill: null,
          stroke: { colour, width: edge },
        })
      else if (look === 'outline') {
        const inner = { x: x + edge / 2, y: y + edge / 2, width: total - edge, height: height - edge }
        page.nodes.push({ kind: 'shape', path: rounded(inner, height), fill: null, stroke: { colour, width: edge } })
      } else page.nodes.push({ kind: 'shape', path: rounded(box, look === 'pill' ? height : 8 * u), fill })
      page.boxes.push({ name: 'action', ...box })
      const top =
        look === 'link' ? labelTop(block, 'text-strong', height - 8 * u) : labelTop(block, 'text-strong', height)
      textPart(page, { name: 'action.text', block, colour, on }).place(x + padding, y + top)
    },
  }
}

/** The brand's name in its display type, on one line or two. */
export function brandPart(page: Page, field: Field, width: number, size = 38, align: Align = 'left'): Part | null {
  if (page.words.brand === null) return null
  const u = page.unit
  const style: TextStyle = { face: page.voice.face, leading: 1.12, tracking: page.voice.tracking / 2, align }
  const block =
    fitText(
      page.words.brand,
      { width, height: size * u * 1.4, largest: size * u, smallest: size * u * 0.66, lines: 1 },
      style,
    ) ??
    fitText(
      page.words.brand,
      { width, height: size * u * 2.6, largest: size * u * 0.8, smallest: 20 * u, lines: 2 },
      style,
    )
  return block === null ? null : textPart(page, { name: 'brand', block, colour: field.ink, on: field.fills })
}

/** The offer on a toothed seal, turned a little. Its box is the whole seal. Nothing when there is no offer. */
export function placeBadge(page: Page, x: number, y: number, radius: number, fill: string, ink: string): void {
  if (page.words.badge === null) return
  const style: TextStyle = { face: 'grotesk', leading: 1, tracking: -0.02, align: 'center' }
  const rooms = [1.5, 1.36, 1.2].map((share) => ({
    width: radius * share,
    height: radius * 2 * Math.sqrt(Math.max(0, 0.66 - (share / 2) ** 2)),
  }))
  const blocks = rooms.flatMap((room) => {
    const block = fitText(page.words.badge ?? '', { ...room, largest: radius * 0.62, smallest: radius * 0.17 }, style)
    return block === null ? [] : [block]
  })
  const block = blocks.toSorted((a, b) => b.size - a.size)[0]
  if (block === undefined) return
  const colour = readable(ink, [fill])
  const left = x - block.width / 2
  const top = y - block.height / 2
  page.nodes.push({
    kind: 'group',
    turn: { x, y, turn: -9 },
    nodes: [
      { kind: 'shape', path: seal(x, y, radius, 22, 0.09), fill },
      {
        kind: 'shape',
        path: circle(x, y, radius * 0.82),
        fill: null,
        stroke: { colour, width: Math.max(1.5, radius * 0.016) },
        opacity: 0.55,
      },
      { kind: 'text', block, x: left, y: top, colour, emphasis: colour, on: [fill] },
    ],
  })
  page.boxes.push({ name: 'badge', x: x - radius, y: y - radius, width: radius * 2, height: radius * 2 })
  page.boxes.push({ name: 'badge.text', x: left, y: top, width: block.width, height: block.height })
}

/** The offer as a flat label, for layouts without a seal. */
export function tagPart(page: Page, fill: string, ink: string, width: number): Part | null {
  if (page.words.badge === null) return null
  const u = page.unit
  const padding = 22 * u
  const block = fitText(
    page.words.badge,
    { width: width - 2 * padding, height: 60 * u, largest: 28 * u, smallest: 18 * u, lines: 1 },
    { face: 'text-strong', leading: 1.2, align: 'left' },
  )
  if (block === null) return null
  const colour = readable(ink, [fill])
  const total = block.width + 2 * padding
  const height = 56 * u
  return {
    width: total,
    height,
    place(x, y) {
      page.nodes.push({ kind: 'shape', path: rounded({ x, y, width: total, height }, 6 * u), fill })
      page.boxes.push({ name: 'badge', x, y, width: total, height })
      textPart(page, { name: 'badge.text', block, colour, on: [fill] }).place(
        x + padding,
        y + labelTop(block, 'text-strong', height),
      )
    },
  }
}
