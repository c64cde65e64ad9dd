import { mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { createCanvas } from '@napi-rs/canvas'
import { createFilmPainter } from '../lib/providers/studio/motion/film-painter.ts'
import { filmSecondsOf, filmSize, type FilmSpec } from '../lib/providers/studio/motion/film-spec.ts'

// A contact sheet of the studio's films: one row of frames per brand.
// node scripts/film-frames.ts [file.png] [frames per film]
const [, , file = '.cache/film-frames.png', count = '12'] = process.argv
const columns = Number(count)
const cell = { width: 240, height: 427, gap: 8 }

const emoji = (code: string): string =>
  createRequire(import.meta.url).resolve(`@lobehub/fluent-emoji-3d/assets/${code}.webp`)
const film = (spec: Omit<FilmSpec, 'width' | 'height' | 'fps' | 'seconds'>): FilmSpec => ({
  ...filmSize,
  seconds: filmSecondsOf(spec.storyboard),
  ...spec,
})

const films = [
  film({
    storyboard: {
      hook: 'Sourdough worth waking up early for',
      proofs: [
        '36-hour fermentation with stone-milled local flour',
        'Out of the oven by 6 am, every Saturday',
        'Baked by hand in Leith since 1998',
      ],
      endCard: 'Saturday loaves sell out by ten',
    },
    kicker: 'Fresh this Saturday',
    badge: '2 for £7',
    callToAction: 'Order for Saturday',
    brandName: 'Hearth & Crumb',
    link: 'hearthandcrumb.example',
    palette: { ground: '#f6e7cf', surface: '#fdf6ea', ink: '#3d1508', accent: '#f2b134', onAccent: '#3d1508' },
    motif: 'croissant',
    motifFile: emoji('1f950'),
    seed: 'bakery',
  }),
  film({
    storyboard: {
      hook: 'Close your books in 3 days, not 3 weeks',
      proofs: [
        'Automatic reconciliation across every account',
        '99.9% of entries matched before you look',
        'Audit-ready in one click',
      ],
      endCard: 'Built for finance teams of five',
    },
    kicker: 'For finance teams',
    badge: null,
    callToAction: 'Start a free trial',
    brandName: 'Ledgerly',
    link: 'ledgerly.example',
    palette: { ground: '#101b4d', surface: '#1a2a6c', ink: '#f2f5ff', accent: '#3ee6b0', onAccent: '#0b1437' },
    motif: 'rising chart',
    motifFile: emoji('1f4c8'),
    seed: 'saas',
  }),
  film({
    storyboard: {
      hook: 'An hour that belongs only to you',
      proofs: ['Small candlelit classes, never more than 8 people', 'All levels welcome, mats included'],
      endCard: 'Your first class is free',
    },
    kicker: 'Evening yoga',
    badge: 'Free first class',
    callToAction: 'Book your first class',
    brandName: 'Stillwater Yoga',
    link: 'stillwater.example/first',
    palette: { ground: '#eaf3ec', surface: '#ffffff', ink: '#06342b', accent: '#1f7a5c', onAccent: '#ffffff' },
    motif: 'person in lotus position',
    motifFile: emoji('1f9d8'),
    seed: 'yoga',
  }),
]

const sheet = createCanvas(
  columns * (cell.width + cell.gap) + cell.gap,
  films.length * (cell.height + cell.gap) + cell.gap,
)
const ctx = sheet.getContext('2d')
ctx.fillStyle = '#8a8a8a'
ctx.fillRect(0, 0, sheet.width, sheet.height)
for (const [row, spec] of films.entries()) {
  const painter = await createFilmPainter(spec)
  const started = performance.now()
  for (let column = 0; column < columns; column++) {
    const frame = Math.min(painter.frames - 1, Math.round((column / (columns - 1)) * (painter.frames - 1)))
    ctx.drawImage(
      painter.paint(frame),
      cell.gap + column * (cell.width + cell.gap),
      cell.gap + row * (cell.height + cell.gap),
      cell.width,
      cell.height,
    )
  }
  console.log(
    `${spec.brandName}: ${spec.seconds} s, ${painter.frames} frames, ${((performance.now() - started) / columns).toFixed(1)} ms a frame`,
  )
}
mkdirSync(dirname(file), { recursive: true })
writeFileSync(file, await sheet.encode('png'))
console.log(file)
