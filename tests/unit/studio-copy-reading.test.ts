import { describe, expect, test } from 'vitest'
import { BriefSchema, type BriefInput } from '../../lib/domain/brief.ts'
import { postKinds } from '../../lib/domain/plan.ts'
import { composeAnalysis } from '../../lib/providers/studio/copy/compose-analysis.ts'
import { composePost } from '../../lib/providers/studio/copy/compose-post.ts'
import { readBrief } from '../../lib/providers/studio/copy/read-brief.ts'
import { partsOf, shortFormOf } from '../../lib/providers/studio/copy/short-form.ts'
import { briefs } from '../fixtures/briefs.ts'

const factsOf = (business: string) => readBrief(BriefSchema.parse({ business, objective: 'sales' }))

const campaignOf = (input: BriefInput, seed = 'first') => {
  const brief = BriefSchema.parse({ ...input, platforms: ['x'] })
  const posts = postKinds(brief).map((kind, at) => ({ index: at + 1, kind }))
  const { analysis } = composeAnalysis({ brief, posts }, seed)
  const texts = analysis.angles.map(
    (angle) =>
      composePost({ brief, analysis, angle, kind: 'text_image' }, `${seed}:${angle.index}`).texts.x?.text ?? '',
  )
  return { analysis, texts }
}
const walks: BriefInput = {
  business:
    'Fell & Fold is a small walking company in Keswick. We lead hut-to-hut walks for groups of up to 8, three days each, from £240 a person. Guides have the Mountain Leader certificate. Spring dates open on 2 February.',
  objective: 'sales',
}

describe('who it is for', () => {
  test.each([
    'We lead walks in Keswick for groups of up to 8 and for longer trips.',
    'A cabin in Vermont for guests of all ages. We light the stove for you.',
    'A screen printer in Cork. We print shirts for companies and deliver them.',
  ])('is nobody in “%s”', (business) => {
    expect(factsOf(business).audience).toBeNull()
  })

  test('is read where the brief names people', () => {
    expect(factsOf('We teach pottery in Lisbon for complete beginners. Classes run daily.').audience?.head).toBe(
      'complete beginners',
    )
    expect(factsOf('We run coding clubs in Hamburg for kids aged 8 to 12.').audience?.head).toBe('kids aged 8 to 12')
  })
})

describe('what it is called', () => {
  test.each([
    ['Velvet Fox Salon in Bristol: cuts from £38, colour by appointment.', 'Velvet Fox Salon'],
    ['Marlow Cycles, York: repairs while you wait, new bikes in spring.', 'Marlow Cycles'],
    ['Ana & Bo Studio in Lisbon – weddings on film.', 'Ana & Bo Studio'],
  ])('stands before its place in “%s”', (business, name) => {
    expect(factsOf(business).name).toBe(name)
  })

  test.each([
    'Coffee in Leeds: roasted on Mondays.',
    'Best Bakery in Leeds: sourdough every day.',
    'New in Leeds: a vegan deli.',
  ])('is not what it sells or says of itself: “%s”', (business) => {
    expect(factsOf(business).name).toBeNull()
  })
})

describe('where it is', () => {
  test.each([
    ['A wedding barn near Hereford with 11 bedrooms.', 'Hereford', 'near'],
    ['We cater lunches across Brooklyn every day.', 'Brooklyn', 'across'],
    ['We bake bread every morning in Leeds.', 'Leeds', 'in'],
  ])('“%s” is %s, %s', (business, place, placed) => {
    expect(factsOf(business)).toMatchObject({ place, placed })
  })

  test('a barn near a town is never said to be in it', () => {
    const venue = briefs.find(({ trade }) => trade === 'venue')?.brief
    if (!venue) throw new Error('no venue among the briefs')
    for (const seed of ['a', 'b', 'c', 'd'])
      for (const text of campaignOf(venue, seed).texts) expect(text).not.toMatch(/\bin Hereford|Hereford ·/)
  })
})

describe('a sentence as a phrase', () => {
  test.each([
    ['Guides have the Mountain Leader certificate', 'Guides with the Mountain Leader certificate'],
    ['An hour costs $95', '$95 an hour'],
    ['A class costs €48 including clay and firing', '€48 a class, including clay and firing'],
    ['Paperbacks start at €3', 'Paperbacks from €3'],
    ['Tastings are free for events over 60 guests', 'free tastings for events over 60 guests'],
    ['We open at 6 am', 'open from 6 am'],
  ])('“%s” is “%s”', (sentence, phrase) => {
    expect(shortFormOf(sentence)).toBe(phrase)
  })

  test.each([
    'Tickets are free for families unless it rains',
    'A desk costs €20 and a locker costs €5',
    'We have never had a complaint',
  ])('“%s” stays as it is', (sentence) => {
    expect(shortFormOf(sentence)).toBeNull()
  })

  test('parts of a long sentence lose nothing', () => {
    expect(partsOf('We lead walks for groups of up to 8, three days each, from £240 a person')).toEqual([
      'from £240 a person',
    ])
    expect(partsOf('Doors open at 7:30 and the coffee comes from a roaster two streets away')).toEqual([
      'Doors open at 7:30',
      'the coffee comes from a roaster two streets away',
    ])
    expect(partsOf('We film your stride on a treadmill and show you what we see')).toEqual([])
    expect(partsOf('Open day on 14 March, 11 am to 4 pm')).toEqual([])
  })
})

describe('a trade', () => {
  test('is not guessed from weak words: a wrong situation is worse than none', () => {
    expect(factsOf('I tune and restore pianos in Vermont. Tuning takes 90 minutes.').trade.id).toBe('general')
    expect(factsOf('We draw maps of walks and every trail in Kent.').trade.id).toBe('general')
  })

  test('is the software, not the people it is sold to', () => {
    expect(factsOf('Recall is software for dental practices that fills empty chairs.').trade.id).toBe('software')
  })
})

describe('last lines', () => {
  const calls = (input: BriefInput): string =>
    campaignOf(input)
      .analysis.angles.map((one) => one.callToAction)
      .join('\n')

  test('ask for what the objective wants, in the trade’s own verbs', () => {
    expect(calls(walks)).toMatch(/book|reserve|date/i)
    expect(calls({ ...walks, objective: 'event' })).toMatch(/calendar|place|come along/i)
    expect(calls({ ...walks, objective: 'sales', website: 'https://fell.example' })).toContain('Book your place')
    expect(calls({ ...walks, objective: 'sales' })).not.toMatch(/follow/i)
  })

  test('speak of one person where one person speaks', () => {
    expect(
      calls({ business: 'I teach piano to adults in Edinburgh. Lessons take 45 minutes.', objective: 'leads' }),
    ).not.toMatch(/\b(?:us|we|our)\b/)
  })
})

test('a sentence too long for a headline lends it one of its parts', () => {
  const { analysis } = campaignOf(briefs[0]?.brief ?? walks)
  expect(analysis.angles[0]?.headline).toBe('Naturally leavened sourdough, proved for 36 hours')
})

test('a headline never ends inside an enumeration or without its condition', () => {
  const lists = /\b(?:three days|English|manuals|one teacher|no machines)$/
  for (const { brief } of briefs)
    for (const seed of ['a', 'b', 'c'])
      for (const { headline } of campaignOf(brief, seed).analysis.angles) {
        expect(headline).not.toMatch(lists)
        expect(headline).not.toMatch(/…$|\b(?:and|or|of|in|with|each|from)$/)
      }
})
