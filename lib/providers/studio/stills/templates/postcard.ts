import { placeColumn } from '../column.ts'
import type { Page } from '../page.ts'
import { brandPart, placeBadge } from '../parts.ts'
import { circle, hills, rectangle } from '../scene.ts'
import type { SceneNode } from '../scene.ts'
import type { Rect } from '../still-spec.ts'

/** The slanted stripes round an airmail envelope, cut to a frame of the given width. */
function airmail(page: Page, thick: number): SceneNode[] {
  const { width, height, scheme } = page
  const step = thick * 1.5
  const colours = [scheme.accent.fill, scheme.ground.fill, scheme.ink.fill, scheme.ground.fill]
  const count = Math.ceil((width + height) / step) + 2
  const frame = `M0 0H${width}V${height}H0ZM${thick} ${thick}V${height - thick}H${width - thick}V${thick}Z`
  const bars = Array.from({ length: count }, (_, i): SceneNode => {
    const x = i * step - height
    return {
      kind: 'shape',
      path: `M${x} ${height}L${x + height} 0h${step}L${x + step} ${height}Z`,
      fill: colours[i % 4] ?? scheme.ground.fill,
    }
  })
  return [{ kind: 'group', clip: frame, nodes: bars }]
}

/** A photograph with a white edge, lying a little askew: sky, sun, hills, and the motif in front. */
function photograph(page: Page, box: Rect, turn: number): void {
  const { scheme, unit: u, random } = page
  const edge = 18 * u
  const inner: Rect = { x: box.x + edge, y: box.y + edge, width: box.width - 2 * edge, height: box.height - edge * 2 }
  const crest = (base: number): number[] => Array.from({ length: 4 }, () => base + (random() - 0.5) * 0.1)
  const side = Math.min(inner.width * 0.78, inner.height * 0.56)
  const sunX = inner.x + inner.width * 0.5
  const sunY = inner.y + inner.height * 0.42
  const sun = Math.min(inner.width, inner.height) * 0.38
  const place: Rect = {
    x: inner.x + (inner.width - side) / 2,
    y: inner.y + inner.height * 0.88 - side,
    width: side,
    height: side,
  }
  const picture: SceneNode[] =
    page.motif === null
      ? []
      : [{ kind: 'picture', file: page.motif.file, box: place, stand: 'foot', shadow: scheme.shadow }]
  page.nodes.push({
    kind: 'group',
    turn: { x: box.x + box.width / 2, y: box.y + box.height / 2, turn },
    nodes: [
      {
        kind: 'shape',
        path: rectangle({ ...box, x: box.x + 8 * u, y: box.y + 10 * u }),
        fill: scheme.shadow,
        opacity: 0.16,
      },
      { kind: 'shape', path: rectangle(box), fill: '#ffffff' },
      {
        kind: 'group',
        clip: rectangle(inner),
        nodes: [
          { kind: 'shape', path: rectangle(inner), fill: scheme.tint },
          { kind: 'shape', path: circle(sunX, sunY, sun * 1.32), fill: scheme.surface.fill, opacity: 0.55 },
          { kind: 'shape', path: circle(sunX, sunY, sun), fill: scheme.accent.fill },
          { kind: 'shape', path: hills(inner, crest(0.4)), fill: scheme.middle.fill },
          { kind: 'shape', path: hills(inner, crest(0.27)), fill: scheme.deep },
          { kind: 'shape', path: hills(inner, crest(0.14)), fill: scheme.ink.fill },
          { kind: 'grain', path: rectangle(inner), strength: 0.12 },
        ],
      },
      ...picture,
    ],
  })
  if (page.motif !== null) page.boxes.push({ name: 'motif', ...place })
}

/** A stamp's wavy postmark. */
function postmark(page: Page, x: number, y: number, radius: number): void {
  const { scheme, unit: u } = page
  const stroke = { colour: scheme.surface.line, width: 3 * u }
  const waves = [-0.36, -0.12, 0.12, 0.36].map((row): SceneNode => {
    const from = x + radius * 1.12
    const w = radius * 0.5
    return {
      kind: 'shape',
      path: `M${from} ${y + radius * row}q${w / 2} ${-radius * 0.16} ${w} 0t${w} 0t${w} 0t${w} 0`,
      fill: null,
      stroke,
    }
  })
  page.nodes.push(
    { kind: 'shape', path: circle(x, y, radius), fill: null, stroke },
    { kind: 'shape', path: circle(x, y, radius * 0.7), fill: null, stroke },
    ...waves,
  )
}

/** Message above, photograph below: for tall screens. */
function stack(page: Page, pad: number): void {
  const { width, height, unit: u, scheme, safe } = page
  const field = scheme.surface
  const tall = height * 0.41
  const photo: Rect = {
    x: pad + 30 * u,
    y: height - pad - 60 * u - tall,
    width: width - 2 * pad - 60 * u,
    height: tall,
  }
  photograph(page, photo, -2.2)
  placeBadge(page, photo.x + photo.width - 30 * u, photo.y + 46 * u, 92 * u, scheme.accent.fill, scheme.accent.ink)
  const brand = brandPart(page, field, width - 2 * pad - 330 * u, 36)
  brand?.place(pad, safe.y)
  postmark(page, width - pad - 230 * u, safe.y + 30 * u, 44 * u)
  const from = safe.y + Math.max(brand?.height ?? 0, 60 * u) + 46 * u
  placeColumn(page, {
    box: { x: pad, y: from, width: width - 2 * pad, height: photo.y - 66 * u - from },
    field,
    align: 'left',
    stand: 'middle',
    largest: 120,
    sub: { lines: 2 },
    action: 'link',
  })
}

/** Photograph left, message right. */
function spread(page: Page, pad: number): void {
  const { width, height, unit: u, scheme, format } = page
  const field = scheme.surface
  const wide = format === 'wide'
  const inset = wide ? 6 * u : height * 0.062
  const photo: Rect = {
    x: pad,
    y: pad + inset,
    width: (width - 2 * pad) * (wide ? 0.36 : 0.43),
    height: height - 2 * (pad + inset),
  }
  photograph(page, photo, -2.4)
  const radius = Math.min(88 * u, photo.width * 0.24)
  placeBadge(page, photo.x + 40 * u, photo.y + 34 * u, radius, scheme.accent.fill, scheme.accent.ink)

  const x = photo.x + photo.width + 62 * u
  const measure = width - pad - x
  const brand = brandPart(page, field, measure - (wide ? 300 * u : 0), 36)
  const brandHeight = brand?.height ?? 0
  postmark(page, width - pad - 180 * u, pad + (wide ? 32 : 42) * u, (wide ? 40 : 44) * u)
  const brandTop = wide ? pad : height - pad - brandHeight
  brand?.place(x, brandTop)
  const from = wide ? pad + Math.max(brandHeight, 60 * u) + 22 * u : pad + 130 * u
  const to = wide ? height - pad : brandTop - 50 * u
  placeColumn(page, {
    box: { x, y: from, width: measure, height: to - from },
    field,
    align: 'left',
    stand: wide ? 'foot' : 'middle',
    largest: wide ? 84 : 100,
    sub: { lines: wide ? 2 : 4, size: 31 },
    action: 'link',
  })
}

/** A framed postcard: photograph on one side, message on the other. */
export function composePostcard(page: Page): void {
  const { width, height, unit: u, scheme, format } = page
  const thick = 24 * u
  const paper = rectangle({ x: 0, y: 0, width, height })
  page.nodes.push({ kind: 'shape', path: paper, fill: scheme.surface.fill }, ...airmail(page, thick))
  const pad = thick + 52 * u
  if (format === 'story') stack(page, pad)
  else spread(page, pad)
}
