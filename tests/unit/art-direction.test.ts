import { expect, test } from 'vitest'
import type { Analysis, Angle } from '../../lib/domain/analysis.ts'
import { BriefSchema } from '../../lib/domain/brief.ts'
import { filmSpecOf, stillSpecOf } from '../../lib/providers/studio/art-direction.ts'
import { bakery } from '../support/campaigns.ts'

const brief = BriefSchema.parse({ ...bakery, offer: 'Two for one' })
const angle: Angle = {
  index: 1,
  title: '40 miles',
  message: 'Flour from farms within 40 miles.',
  headline: 'Flour from farms within 40 miles',
  picture: 'A sack of flour',
  callToAction: 'Order ahead',
  facts: ['Flour from farms within 40 miles', 'We open at 6 am'],
  storyboard: null,
}
const analysis: Analysis = {
  business: { name: 'Hearth & Crumb', handle: 'hearthandcrumb', trade: 'bakery', place: 'Leeds', link: null },
  campaignName: 'Saturday loaves',
  summary: '',
  audience: '',
  valuePropositions: [],
  voice: { do: [], dont: [] },
  themes: [],
  visualDirection: {
    palette: { ground: '#f6e7cf', surface: '#fffaf0', ink: '#3d1508', accent: '#8a2b0f', onAccent: '#ffffff' },
    mood: '',
    motif: 'croissant',
  },
  angles: [angle],
  missing: [],
  notes: [],
}
const still = (over: Partial<Angle> = {}) =>
  stillSpecOf(
    { brief, analysis, angle: { ...angle, ...over }, size: { width: 1080, height: 1080 }, others: [] },
    { width: 1080, height: 1080 },
    's',
  )

test('a still does not say under its headline what the headline says', () => {
  expect(still().sub).toBe('We open at 6 am')
  expect(still({ facts: [] }).sub).toBeNull()
  expect(still({ message: 'Milled on stone.' }).sub).toBe('Milled on stone.')
})

test('posts of one campaign walk through the templates', () => {
  const seen = [1, 2, 3, 4, 5, 6].map((index) => still({ index }).template)
  expect(new Set(seen).size).toBe(6)
})

test('a film without a storyboard is made of headline, message and name, and finds its picture', () => {
  const film = filmSpecOf({ brief, analysis, angle, size: { width: 720, height: 1280 } }, 's')
  expect(film.storyboard).toEqual({ hook: angle.headline, proofs: [angle.message], endCard: 'Hearth & Crumb' })
  expect(film.motifFile).toMatch(/\.webp$/)
  expect(film.badge).toBe('Two for one')
})
