import { mkdir } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import sharp from 'sharp'
import type { OverlayOptions } from 'sharp'
import { renderStill } from '../lib/providers/studio/stills/render-still.ts'
import { stillTemplates } from '../lib/providers/studio/stills/templates.ts'
import type { StillSpec } from '../lib/providers/studio/stills/still-spec.ts'

/** Renders every template in every size for three brands: `node scripts/contact-sheet.ts [file.png] [template,template] [brand,brand]`. */
const brands: Record<string, Omit<StillSpec, 'template' | 'width' | 'height' | 'seed'>> = {
  bakery: {
    headline: 'Sourdough worth waking up early for',
    kicker: 'Baked before sunrise',
    sub: 'Naturally leavened for 36 hours with stone-milled local flour.',
    badge: '2 for 1',
    callToAction: 'Order for Saturday',
    brandName: 'Hearth & Crumb',
    palette: { ground: '#f6e7cf', surface: '#fffaf1', ink: '#3d1508', accent: '#f2b134', onAccent: '#2b0f05' },
    motif: 'croissant',
  },
  saas: {
    headline: 'Close your books in 3 days, not 3 weeks',
    kicker: 'For finance teams',
    sub: 'Ledgerly reconciles every account automatically, so your team can stop chasing spreadsheets.',
    badge: '14 days free',
    callToAction: 'Start a free trial',
    brandName: 'Ledgerly',
    palette: { ground: '#e8edff', surface: '#ffffff', ink: '#141a57', accent: '#3ee6b5', onAccent: '#0b1030' },
    motif: 'chart-increasing',
  },
  yoga: {
    headline: 'An hour that belongs only to you',
    kicker: 'New in Portland',
    sub: 'Small candlelit classes for busy people. All levels, mats included.',
    badge: null,
    callToAction: 'Book your first class',
    brandName: 'Stillwater Yoga',
    palette: { ground: '#e4ece4', surface: '#fbfaf5', ink: '#12352e', accent: '#f2a48b', onAccent: '#2b120a' },
    motif: 'person-in-lotus-position',
  },
}
const sizes = [
  [1080, 1080],
  [1080, 1350],
  [1200, 628],
  [1080, 1920],
] as const

const file = resolve(process.argv[2] ?? '.cache/contact-sheet.png')
const chosen = process.argv[3]?.split(',') ?? [...stillTemplates]
const chosenBrands = process.argv[4]?.split(',') ?? Object.keys(brands)
const rowHeight = 420
const gap = 16
const tiles: OverlayOptions[] = []
let y = gap
let sheetWidth = 0
let slowest = 0
let total = 0
for (const template of chosen) {
  for (const name of chosenBrands) {
    const brand = brands[name]
    if (brand === undefined)
      throw new Error(`There is no sample brand "${name}". Use: ${Object.keys(brands).join(', ')}.`)
    let x = gap
    for (const [width, height] of sizes) {
      const started = performance.now()
      const still = await renderStill({ ...brand, template, width, height, seed: name })
      const took = performance.now() - started
      slowest = Math.max(slowest, took)
      total += took
      const input = await sharp(still.bytes).resize({ height: rowHeight }).png().toBuffer()
      tiles.push({ input, left: x, top: y })
      x += Math.round((width / height) * rowHeight) + gap
    }
    sheetWidth = Math.max(sheetWidth, x)
    y += rowHeight + gap
  }
}
await mkdir(dirname(file), { recursive: true })
await sharp({ create: { width: sheetWidth, height: y, channels: 3, background: '#d9d9d6' } })
  .composite(tiles)
  .toFile(file)
console.log(
  `${tiles.length} stills in ${file}: ${Math.round(total / tiles.length)} ms each, slowest ${Math.round(slowest)} ms`,
)
