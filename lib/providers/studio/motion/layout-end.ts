import { frameWidth, printable, safeArea, type Block, type EndCard, type Label, type Time } from './card.ts'
import type { FilmSpec } from './film-spec.ts'
import { fitText, type Fitted, type FitOptions } from './fit-text.ts'
import type { Scheme } from './schemes.ts'

type EndTexts = {
  brand: Fitted
  tagline: Fitted | null
  action: Fitted | null
  plate: { width: number; height: number } | null
  link: Fitted | null
  height: number
}
const endGaps = { tagline: 18, plate: 38, link: 30 }

/** The end card's texts at a share of their largest sizes, and the height of their stack. */
function fitEnd(spec: FilmSpec, width: number, share: number): EndTexts {
  const line = (
    text: string | null,
    options: Omit<FitOptions, 'role' | 'width'> & Partial<Pick<FitOptions, 'role' | 'width'>>,
  ): Fitted | null =>
    text !== null && printable(text)
      ? fitText(text, {
          role: 'text',
          width,
          ...options,
          height: options.height * share,
          max: Math.max(options.min, options.max * share),
        })
      : null
  const plain = (text: string | null): string => text?.trim().toLowerCase() ?? ''
  const said = [spec.callToAction, spec.brandName, spec.link].map(plain)
  const brand = fitText(spec.brandName, {
    role: 'display',
    width,
    height: 220 * share,
    max: 108 * share,
    min: 30,
    lineHeight: 1.02,
    maxLines: 3,
  })
  const tagline = said.includes(plain(spec.storyboard.endCard))
    ? null
    : line(spec.storyboard.endCard, { height: 150, max: 40, min: 20, maxLines: 4, lineHeight: 1.22 })
  const action = line(spec.callToAction, {
    role: 'display',
    width: width - 88,
    height: 105,
    max: 46,
    min: 20,
    maxLines: 3,
    lineHeight: 1.12,
  })
  const link = line(spec.link, { height: 44, max: 35, min: 18, maxLines: 1 })
  const plate = action && { width: action.width + 88, height: action.height + 44 }
  const rest =
    (tagline ? endGaps.tagline + tagline.height : 0) +
    (plate ? endGaps.plate + plate.height : 0) +
    (link ? endGaps.link + link.height : 0)
  return { brand, tagline, action, plate, link, height: brand.height + rest }
}

/** The end card: a panel with the picture, then name, line, button and link in one column, smaller until they fit. */
export function layoutEnd(spec: FilmSpec, height: number, scheme: Scheme, panel: Scheme, time: Time): EndCard {
  const safe = safeArea(height)
  const middle = frameWidth / 2
  const width = (safe.x + safe.width - middle) * 2
  const split = height * 0.4
  const room = safe.y + safe.height - split - 64
  const shares = [0.9, 0.8, 0.7, 0.6, 0.5]
  const fitting = shares.reduce(
    (found, share) => (found.height <= room ? found : fitEnd(spec, width, share)),
    fitEnd(spec, width, 1),
  )
  const { brand, tagline, action, plate, link } = fitting
  let y = split + 44 + Math.max(0, room - fitting.height) * 0.4
  const place = (fitted: Fitted): Block => {
    const placed: Block = {
      fitted,
      align: 'center',
      box: { x: middle - fitted.width / 2, y, width: fitted.width, height: fitted.height },
    }
    y += fitted.height
    return placed
  }
  const brandBlock = place(brand)
  if (tagline) y += endGaps.tagline
  const taglineBlock = tagline && place(tagline)
  let button: Label | null = null
  if (action && plate) {
    const plateBox = { x: middle - plate.width / 2, y: y + endGaps.plate, ...plate }
    y = plateBox.y + 22
    button = { ...place(action), plate: plateBox }
    y = plateBox.y + plateBox.height
  }
  if (link) y += endGaps.link
  const linkBlock = link && place(link)
  return {
    kind: 'end',
    scheme,
    panel,
    ...time,
    focus: { x: middle, y: split * 0.56, size: split * 0.62 },
    art: { x: 0, y: 0, width: frameWidth, height: split },
    brand: brandBlock,
    tagline: taglineBlock,
    button,
    link: linkBlock,
  }
}
