import { createCanvas, type Canvas } from '@napi-rs/canvas'
import { artKinds, paintArt, type ArtKind } from './art-paint.ts'
import { artReach, paintCard, type Props } from './card-paint.ts'
import type { Card } from './card.ts'
import { chanceOf } from './chance.ts'
import { span } from './easing.ts'
import { checkFilmSpec, framesOf, type FilmSpec } from './film-spec.ts'
import { foldSeconds, foldWays, paintFold, type FoldWay } from './fold-paint.ts'
import { layoutFilm, type FilmLayout } from './layout.ts'
import { loadMotif, type Motif } from './motif-paint.ts'

/** Draws a film frame by frame. `paint` returns the same canvas each time; read it before the next call. */
export type FilmPainter = { frames: number; paint(frame: number): Canvas }

/** Throws a RangeError for a spec that cannot be filmed; a motif that cannot be read is left out. */
export async function createFilmPainter(spec: FilmSpec): Promise<FilmPainter> {
  checkFilmSpec(spec)
  const layout = layoutFilm(spec)
  const chance = chanceOf(spec.seed)
  const kind = artKinds[Math.floor(chance() * artKinds.length)] ?? 'sun'
  const turn = Math.floor(chance() * foldWays.length)
  const motif = spec.motifFile === null ? null : await loadMotif(spec.motifFile).catch(() => null)
  const screen = createCanvas(spec.width, spec.height)
  const ctx = screen.getContext('2d')
  const under = createCanvas(spec.width, spec.height)
  const over = createCanvas(spec.width, spec.height)
  const scale = spec.width / layout.width
  for (const one of [ctx, under.getContext('2d'), over.getContext('2d')]) one.scale(scale, scale)
  const propsOf = createProps(layout, kind, motif, scale)
  let held = -1

  /** The card before, as its last moment showed it: painted once for the whole fold. */
  const hold = (index: number, time: number): void => {
    const card = layout.cards[index]
    if (!card || held === index) return
    held = index
    paintCard(under.getContext('2d'), card, propsOf(index, card), time - card.start)
  }

  return {
    frames: framesOf(spec),
    paint(frame) {
      const time = frame / spec.fps
      const index = Math.max(
        0,
        layout.cards.findLastIndex((card) => time >= card.start),
      )
      const card = layout.cards[index]
      if (!card) return screen
      const local = time - card.start
      if (index === 0 || local >= foldSeconds) {
        paintCard(ctx, card, propsOf(index, card), local)
        return screen
      }
      hold(index - 1, card.start)
      ctx.drawImage(under, 0, 0, layout.width, layout.height)
      paintCard(over.getContext('2d'), card, propsOf(index, card), local)
      paintFold(ctx, over, wayOf(turn + index), span(local, 0, foldSeconds), layout.width, layout.height)
      return screen
    },
  }
}

const wayOf = (index: number): FoldWay => foldWays[index % foldWays.length] ?? 'down'

/** Each card's shapes, drawn when it is first needed; only the last two are kept. */
function createProps(
  layout: FilmLayout,
  kind: ArtKind,
  motif: Motif | null,
  scale: number,
): (index: number, card: Card) => Props {
  const made = new Map<number, Props>()
  return (index, card) => {
    const known = made.get(index)
    if (known) return known
    const art = createCanvas(Math.round(layout.width * scale), Math.round((layout.height + artReach) * scale))
    const ctx = art.getContext('2d')
    ctx.scale(scale, scale)
    const scheme = card.kind === 'end' ? card.panel : card.scheme
    paintArt(ctx, kind, scheme, card.focus, { ...card.art, height: card.art.height + artReach })
    const props = { art, motif, width: layout.width, height: layout.height }
    made.set(index, props)
    made.delete(index - 2)
    return props
  }
}
