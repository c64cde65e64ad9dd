import { wcagContrast } from 'culori'
import { describe, expect, test } from 'vitest'
import { checkFilmSpec, filmAltOf, filmSecondsOf } from '../../lib/providers/studio/motion/film-spec.ts'
import { widthOf } from '../../lib/providers/studio/motion/fit-text.ts'
import { faceOf } from '../../lib/providers/studio/motion/fonts.ts'
import { layoutFilm } from '../../lib/providers/studio/motion/layout.ts'
import { safeArea, type Block, type Box, type Card } from '../../lib/providers/studio/motion/card.ts'
import { countingTo, numeralOf, withoutOpening } from '../../lib/providers/studio/motion/numeral.ts'
import { schemesOf, textContrast } from '../../lib/providers/studio/motion/schemes.ts'
import { bakeryFilm } from '../support/film-specs.ts'
import { fc } from '../support/property.ts'

const texts = [
  'Go',
  'Close your books in 3 days, not 3 weeks',
  '36-hour fermentation',
  'SOLD OUT BY TEN, EVERY SINGLE SATURDAY SINCE THE DOORS OPENED IN 1998, AND STILL HAND MADE',
  'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft',
  'Zażółć gęślą jaźń: świeże pieczywo każdego ranka',
  'Ψωμί που αξίζει να ξυπνήσεις νωρίς, κάθε Σάββατο',
  'Свежий хлеб из муки местного помола, без добавок',
  '£1,250.00 saved on average by commuters who switched to our city bikes over the last year',
  '“Best croissant in Leith” — The Evening Post → 🥐 今',
  'Łódź 🍞',
]

const blocksOf = (card: Card): { name: string; block: Block; box: Box }[] => {
  const of = (name: string, block: Block | null, box = block?.box): { name: string; block: Block; box: Box }[] =>
    block && box ? [{ name, block, box }] : []
  switch (card.kind) {
    case 'hook':
      return [
        ...of('kicker', card.kicker, card.kicker.plate),
        ...of('headline', card.headline),
        ...of('badge', card.badge),
      ]
    case 'proof':
      return [...of('tag', card.tag), ...of('numeral', card.numeral), ...of('sentence', card.sentence)]
    case 'end':
      return [
        ...of('brand', card.brand),
        ...of('tagline', card.tagline),
        ...of('button', card.button, card.button?.plate),
        ...of('link', card.link),
      ]
  }
}

const inside = (inner: Box, outer: Box): boolean =>
  inner.x >= outer.x - 0.5 &&
  inner.y >= outer.y - 0.5 &&
  inner.x + inner.width <= outer.x + outer.width + 0.5 &&
  inner.y + inner.height <= outer.y + outer.height + 0.5
const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

const filmOf = (text: string, at: number): typeof bakeryFilm => {
  const next = (step: number): string => texts[(at + step) % texts.length] ?? text
  return {
    ...bakeryFilm,
    storyboard: { hook: text, proofs: [next(1), next(2), next(3)], endCard: next(4) },
    kicker: next(5),
    badge: next(6),
    callToAction: next(7),
    brandName: next(8),
    link: next(9),
  }
}

describe('the layout of a film', () => {
  test.each(texts.map((text, at) => [text, at] as const))(
    'keeps every text in the safe area, in its lines, apart from the others: %s',
    (text, at) => {
      const { cards, height } = layoutFilm(filmOf(text, at))
      for (const card of cards) {
        const blocks = blocksOf(card)
        for (const { name, block, box } of blocks) {
          expect(inside(box, safeArea(height)), `${card.kind} ${name} ${JSON.stringify(box)}`).toBe(true)
          const { fitted } = block
          for (const line of fitted.lines) {
            const set = line.words.map((word) => word.text).join(' ')
            expect(widthOf(set, fitted.face, fitted.size, fitted.tracking), `${name}: ${set}`).toBeLessThanOrEqual(
              fitted.width + 1,
            )
          }
          for (const other of blocks)
            if (other.block !== block) expect(overlap(box, other.box), `${name} on ${other.name}`).toBe(false)
        }
      }
    },
  )

  test('says all of a text of up to 90 characters', () => {
    for (const text of texts) {
      const said = layoutFilm({ ...bakeryFilm, storyboard: { ...bakeryFilm.storyboard, hook: text } }).cards[0]
      const words =
        said?.kind === 'hook' ? said.headline.fitted.lines.flatMap((line) => line.words.map((word) => word.text)) : []
      expect(words.join('').replaceAll(' ', '')).toBe(faceOf(text, 'display').text.replaceAll(' ', ''))
    }
  })

  test('gives each card its time, in order, and fills the film', () => {
    const { cards } = layoutFilm(bakeryFilm)
    expect(cards.map((card) => card.kind)).toEqual(['hook', 'proof', 'proof', 'end'])
    expect(cards[0]?.start).toBe(0)
    for (const [at, card] of cards.entries()) expect(card.start).toBeCloseTo(cards[at - 1]?.end ?? 0)
    expect(cards.at(-1)?.end).toBeCloseTo(bakeryFilm.seconds)
    for (const card of cards) expect(card.end - card.start).toBeGreaterThan(1.6)
  })

  test('leaves out a proof of which no letter can be set, and opens with the brand when that befalls the hook', () => {
    const { cards } = layoutFilm({
      ...bakeryFilm,
      storyboard: { hook: '今日', proofs: ['焼きたて', 'By hand'], endCard: 'Hi' },
    })
    expect(cards.map((card) => card.kind)).toEqual(['hook', 'proof', 'end'])
    expect(cards[0]?.kind === 'hook' && cards[0].headline.fitted.face.text).toBe('Hearth & Crumb')
  })
})

test('text reads on its ground in every palette', () => {
  const hex = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`)
  fc.assert(
    fc.property(fc.record({ ground: hex, surface: hex, ink: hex, accent: hex, onAccent: hex }), (palette) => {
      for (const scheme of Object.values(schemesOf(palette))) {
        expect(wcagContrast(scheme.ground, scheme.ink)).toBeGreaterThanOrEqual(textContrast)
        expect(wcagContrast(scheme.pop, scheme.popInk)).toBeGreaterThanOrEqual(textContrast)
      }
    }),
    { numRuns: 300 },
  )
})

describe('faces', () => {
  test('set Latin and Polish in the display type, Greek and Cyrillic wholly in Geologica', () => {
    expect(faceOf('Łódź', 'display').families).toContain('bricolage')
    expect(faceOf('Hello Ψωμί', 'display').families).not.toContain('bricolage')
    expect(faceOf('Свежий', 'text').families).not.toContain('instrument')
  })

  test('leave out what no bundled type can draw and keep the rest', () => {
    expect(faceOf('Order now → 🥐', 'display').text).toBe('Order now')
    expect(faceOf('“Zażółć” £4.50 – Ωμέγα № Ж', 'display').text).toBe('“Zażółć” £4.50 – Ωμέγα № Ж')
    expect(faceOf('a\n\t b', 'text').text).toBe('a b')
    expect(faceOf('Cafe\u0301', 'text').text).toBe('Café')
  })
})

describe('numerals', () => {
  test.each([
    ['36-hour fermentation', '36'],
    ['£1,250 saved', '£1,250'],
    ['99.9% of entries', '99.9%'],
    ['Out by 6:30', '6:30'],
    ['24/7 repairs', '24/7'],
    ['Since 1998', '1998'],
    ['10–12 people', null],
    ['8-10 people', null],
    ['By hand', null],
    ['Model X5', null],
    ['Call 0131 4960000000', null],
  ])('of "%s" is %s', (text, expected) => expect(numeralOf(text)).toBe(expected))

  test('count up to exactly what is written, and times do not count', () => {
    for (const numeral of ['36', '£1,250', '99.9%', '1998', '6:30', '24/7', '007', '2.500 €'])
      expect(countingTo(numeral, 1)).toBe(numeral)
    expect(countingTo('£1,250', 0.5)).toBe('£625')
    expect(countingTo('1998', 0)).toBe('1974')
    expect(countingTo('6:30', 0.3)).toBe('6:30')
    expect(countingTo('99.9%', 0.5)).toBe('50.9%')
  })

  test('are not said twice when the text opens with them', () => {
    expect(withoutOpening('99.9% of entries', '99.9%')).toBe('of entries')
    expect(withoutOpening('36-hour fermentation', '36')).toBe('36-hour fermentation')
    expect(withoutOpening('Out of the oven by 6 am', '6')).toBe('Out of the oven by 6 am')
  })
})

test('a film takes 6 to 12 seconds, longer for more to read', () => {
  const long = 'x'.repeat(90)
  expect(filmSecondsOf({ hook: 'Go', proofs: ['A'], endCard: 'B' })).toBe(6)
  expect(filmSecondsOf({ hook: long, proofs: [long, long, long], endCard: long })).toBe(12)
  expect(filmSecondsOf(bakeryFilm.storyboard)).toBeGreaterThan(7)
})

test('the alt text says what the film says, each thing once', () => {
  const alt = filmAltOf({ ...bakeryFilm, callToAction: 'Saturday loaves sell out by ten' })
  for (const text of [
    '8 seconds',
    'croissant',
    'Sourdough worth waking up early for.',
    'Out of the oven by 6 am.',
    'Hearth & Crumb',
    'hearthandcrumb.example',
  ])
    expect(alt).toContain(text)
  expect(alt.split('Saturday loaves sell out by ten')).toHaveLength(2)
})

test('a spec that cannot be filmed is refused in words', () => {
  expect(() => checkFilmSpec({ ...bakeryFilm, width: 721 })).toThrow('even pixels')
  expect(() => checkFilmSpec({ ...bakeryFilm, height: 720 })).toThrow('9:16')
  expect(() => checkFilmSpec({ ...bakeryFilm, seconds: 60 })).toThrow('1 to 12 seconds')
  expect(() => checkFilmSpec({ ...bakeryFilm, fps: 23.9 })).toThrow('frames per second')
})
