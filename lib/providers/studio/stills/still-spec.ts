import type { Palette } from '../../../domain/analysis.ts'

/** What a still shows. Texts may hold any characters: what no bundled font can draw is left out, never shown as a box. */
export type StillSpec = {
  /** One of `stillTemplates`. */
  template: string
  /** Pixels; composed for 1080x1080, 1080x1350, 1200x628 and 1080x1920, sound from 480 px on the short side and from 9:21 to 2.4:1. */
  width: number
  height: number
  /** 4 to 90 characters. */
  headline: string
  kicker: string | null
  sub: string | null
  /** A short offer such as "2 for 1". */
  badge: string | null
  callToAction: string | null
  brandName: string
  palette: Palette
  /** A name or words for `findMotif`; unknown motifs get geometric art. */
  motif: string
  /** Same spec, same seed: same bytes. */
  seed: string
}

/** A rectangle in pixels. */
export type Rect = { x: number; y: number; width: number; height: number }

/**
 * Where a named thing stands, measured on its ink. A name with a dot stands inside the box named before the dot ("action.text" in
 * "action"); all others are disjoint.
 */
export type Box = Rect & { name: string }

/** A finished still: JPEG in sRGB. */
export type Still = { bytes: Uint8Array; mime: 'image/jpeg'; width: number; height: number; boxes: Box[] }
