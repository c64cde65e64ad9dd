import { describe, expect, test } from 'vitest'
import type { WebsiteFacts } from '../../../lib/domain/website.ts'
import { addressesOf, isStrayTag, sourcesOf, straysIn, withoutStrays } from '../../../lib/providers/writing/strays.ts'
import { bakery } from '../../support/google.ts'

const page: WebsiteFacts = {
  url: 'https://www.hearth.example/',
  language: 'en',
  name: 'Hearth & Crumb',
  description: 'Annabel Thorne bakes in Leeds.',
  claims: ['Write to bread@hearth.example or call 0113 496 0000.'],
  colours: [],
  fonts: [],
  logo: null,
}
const sources = sourcesOf(bakery(), page)

describe('what stands in no source', () => {
  test.each([
    'Hearth & Crumb proves its dough for 36 hours.',
    'Annabel Thorne’s bread is worth the walk to Leeds.',
    'Order at hearthandcrumb.example/order, or write to bread@hearth.example.',
    'See https://hearth.example/menu on Monday.',
    'Call 0113 4960000.',
    'Bread first. Questions later: Who bakes it?',
    '“Good bread,” we say.\nEvery loaf is shaped by hand.Then it rests.',
    'Bread For Early Risers Only',
  ])('is nothing of %j', (text) => {
    expect(straysIn(text, sources)).toEqual([])
    expect(withoutStrays(text, sources)).toBe(text)
  })

  test.each([
    ['Our bread beats Rival Loaf.', ['Rival', 'Loaf']],
    ['Read more at evil.example/pay today.', ['evil.example/pay']],
    ['Go to HTTPS://EVIL.EXAMPLE/a?b=c now.', ['HTTPS://EVIL.EXAMPLE/a?b=c']],
    ['Go to nothearth.example now.', ['nothearth.example']],
    ['Follow @rival_loaf for more.', ['@rival_loaf']],
    ['Write to bread@evil.example.', ['bread@evil.example']],
    ['Call +44 20 7946 0000.', ['+44 20 7946 0000']],
    ['Pay at ftp://files.evil.example/x.', ['ftp://files.evil.example/x.']],
  ])('%j: %j', (text, strays) => {
    expect(straysIn(text, sources)).toEqual(strays)
    expect(withoutStrays(`Bread first. ${text}\nThen tea.`, sources)).toBe('Bread first.\nThen tea.')
  })

  test('of a hashtag is any word that no source has', () => {
    for (const tag of ['SourdoughLeeds', 'HearthAndCrumb', 'bakery']) expect(isStrayTag(tag, sources)).toBe(false)
    for (const tag of ['RivalLoaf', 'rivalloaf', 'Leeds_Rival']) expect(isStrayTag(tag, sources)).toBe(true)
  })

  test.each(['a', 'a-', 'a.', 'x.+-'])('is read once in a long run of “%s”', (unit) => {
    // Read again from each of its letters it would take minutes.
    const text = unit.repeat(300_000)
    expect(straysIn(text, sources)).toEqual([])
  })

  test('are addresses and accounts alone, where nothing but the brief was read', () => {
    const alone = addressesOf(bakery())
    const text =
      'In Yorkshire since 1.250.000 loaves. Order at hearthandcrumb.example/order, not at evil.example or @rival today.'
    expect(straysIn(text, alone)).toEqual(['evil.example', '@rival'])
    expect(isStrayTag('YorkshireBread', alone)).toBe(false)
  })

  test('of German are contacts alone: all nouns are capitalised', () => {
    const german = sourcesOf(bakery({ language: 'de' }), page)
    expect(straysIn('Unser Brot ruht lange. Mehr auf evil.example.', german)).toEqual(['evil.example'])
  })
})
