import { existsSync } from 'node:fs'
import { wcagContrast } from 'culori'
import { describe, expect, test } from 'vitest'
import { findMotif, motifs } from '../../../lib/providers/studio/data/motifs.ts'
import { allTrades } from '../../../lib/providers/studio/data/trades/all-trades.ts'
import { altOf } from '../../../lib/providers/studio/stills/alt-text.ts'
import { composeStill } from '../../../lib/providers/studio/stills/compose-still.ts'
import { motifFile } from '../../../lib/providers/studio/stills/motif-file.ts'
import type { SceneNode } from '../../../lib/providers/studio/stills/scene.ts'
import { chooseTemplate, stillTemplates } from '../../../lib/providers/studio/stills/templates.ts'
import { plainSpec, stillSizes } from '../../fixtures/still-specs.ts'
import { fc } from '../../support/property.ts'

const colour = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`)
const texts = (nodes: readonly SceneNode[]): Extract<SceneNode, { kind: 'text' }>[] =>
  nodes.flatMap((node) => (node.kind === 'text' ? [node] : node.kind === 'group' ? texts(node.nodes) : []))

describe('colours', { timeout: 60_000 }, () => {
  test('every text reads by 4.5:1 on what is behind it, for any palette at all', () => {
    fc.assert(
      fc.property(
        fc.record({ ground: colour, surface: colour, ink: colour, accent: colour, onAccent: colour }),
        fc.nat(),
        (palette, pick) => {
          const template = stillTemplates[pick % stillTemplates.length] ?? 'arch'
          const size = stillSizes[pick % stillSizes.length] ?? stillSizes[0]
          const page = composeStill({ ...plainSpec, palette, template, ...size })
          const weak = texts(page.nodes).flatMap((node) =>
            node.on.flatMap((ground) =>
              [node.colour, node.emphasis]
                .filter((ink) => wcagContrast(ink, ground) < 4.5)
                .map((ink) => `${ink} on ${ground}`),
            ),
          )
          expect(weak).toEqual([])
        },
      ),
      { numRuns: 400, seed: 22 },
    )
  })
})

describe('templates', () => {
  test('there are at least six, and a campaign uses all before it repeats one', () => {
    expect(stillTemplates.length).toBeGreaterThanOrEqual(6)
    for (const seed of ['a', 'cmp_01', 'Hearth & Crumb']) {
      const round = stillTemplates.map((_, index) => chooseTemplate(seed, index + 1))
      expect(new Set(round).size).toBe(stillTemplates.length)
      expect(chooseTemplate(seed, stillTemplates.length + 1)).toBe(round[0])
    }
  })
})

describe('motifs', () => {
  test('there are 120 or more, each with a file, none named twice', () => {
    expect(motifs.length).toBeGreaterThanOrEqual(120)
    expect(motifs.filter((motif) => !existsSync(motifFile(motif.file)))).toEqual([])
    expect(new Set(motifs.map((motif) => motif.name)).size).toBe(motifs.length)
  })

  test.each([
    ['croissant', 'croissant'],
    ['chart-increasing', 'chart'],
    ['person-in-lotus-position', 'person in lotus position'],
    ['hot-beverage', 'coffee'],
    ['Café', 'coffee'],
    ['bicycles', 'bicycle'],
    ['A mug of coffee on a counter', 'coffee'],
    ['balance-scale', 'balance scale'],
    ['wedding flowers by the window', 'bouquet'],
  ])('%s finds %s', (wanted, name) => {
    expect(findMotif(wanted)?.name).toBe(name)
  })

  test.each([
    'bakery',
    'café',
    'restaurant',
    'bar',
    'florist',
    'gym',
    'yoga',
    'hair salon',
    'barber',
    'dentist',
    'vet',
    'accountant',
    'law firm',
    'SaaS',
    'online shop',
    'shoes',
    'fashion',
    'jewellery',
    'bookshop',
    'music school',
    'language school',
    'real estate',
    'plumber',
    'electrician',
    'builder',
    'garage',
    'bike shop',
    'hotel',
    'travel',
    'farm',
    'brewery',
    'photographer',
    'charity',
    'museum',
    'IT repair',
    'cleaning',
    'childcare',
    'pharmacy',
  ])('the trade "%s" has a motif', (trade) => {
    expect(findMotif(trade)).not.toBeNull()
  })

  test('unknown words have none', () => {
    expect(findMotif('qwertz')).toBeNull()
    expect(findMotif('')).toBeNull()
  })
})

describe('alternative text', () => {
  const spec = { ...plainSpec, width: 1080, height: 1080 }

  test('says whose it is, the words, and what is in the picture', () => {
    expect(altOf({ ...spec, template: 'arch' })).toBe(
      'Hearth & Crumb: “Sourdough worth waking up early for”. Naturally leavened for 36 hours with stone-milled local flour. Offer: 2 for 1. Order for Saturday. Picture: croissant in an arched window with a sun over hills.',
    )
  })

  test('does not speak of a picture that the template does not show', () => {
    expect(altOf({ ...spec, template: 'poster' })).not.toContain('croissant')
    expect(altOf({ ...spec, template: 'orbit', motif: 'qwertz', sub: null, badge: null, callToAction: null })).toBe(
      'Hearth & Crumb: “Sourdough worth waking up early for”. Geometric shapes in the brand’s colours.',
    )
  })
})

test('every trade names pictures that are there', () => {
  const named = allTrades.flatMap((trade) => trade.motifs)
  expect(named.length).toBeGreaterThan(60)
  expect(named.filter((name) => findMotif(name) === null)).toEqual([])
})
