import { describe, expect, it, test } from 'vitest'
import { postRules } from '../../../lib/campaigns/rules/judge-post.ts'
import { lixOf } from '../../../lib/campaigns/rules/text-measures.ts'
import { editedPost } from '../../../lib/domain/edits.ts'
import type { Ground } from '../../../lib/domain/judge.ts'
import { isKept, mostScores, ScoreSchema, type RuleId } from '../../../lib/domain/score.ts'
import { countText } from '../../../lib/providers/count-characters.ts'
import { analysisFor } from '../../support/campaigns.ts'
import { bakeryGround, otherPost, scoreOf, scoresOf, textsOf } from '../../support/measured.ts'
import { fc } from '../../support/property.ts'

const good =
  'Bread that waits tastes of itself. Sourdough proved 36 hours at Hearth & Crumb, a neighbourhood bakery in Leeds. Open from 6 am. Order ahead.'

type Case = { measured: number; text?: string; on?: 'x' | 'instagram'; over?: object; ground?: Partial<Ground> }

const voiced = (...dont: string[]): Partial<Ground> => ({
  analysis: { ...bakeryGround.analysis, voice: { do: [], dont } },
})
const facts = ['Sourdough proved 36 hours', 'Founded by Ada Wood', 'Flour milled nearby', 'Open from 6 am']

/** For every rule a text that keeps it and one that breaks it, with what is measured of each. */
const cases: Record<string, { kept: Case; broken: Case }> = {
  length: { kept: { measured: 141, text: good }, broken: { measured: 300, text: 'ab '.repeat(100).trim() + '!' } },
  opening: {
    kept: { measured: 34 },
    broken: { on: 'instagram', measured: 143, text: 'bread and butter, '.repeat(8).trimEnd().slice(0, -1) + '.' },
  },
  reading: {
    kept: { measured: 14.33 },
    broken: {
      measured: 112,
      text: 'Extraordinarily complicated understandings necessitate straightforward explanations continuously, notwithstanding everything mentioned previously hereinbefore.',
    },
  },
  shouting: { kept: { measured: 1, text: `${good}!` }, broken: { measured: 3, text: `${good} NEVER before!!` } },
  voice: {
    kept: { measured: 0, ground: voiced('“Artisan”', 'health claims', 'claims that the brief does not make') },
    broken: { measured: 2, text: `${good} Artisan’s best, an artisan loaf.`, ground: voiced('“Artisan”') },
  },
  facts: {
    kept: { measured: 0.5, over: { facts } },
    broken: { measured: 0.25, text: 'Proved 36 hours. Order ahead.', over: { facts } },
  },
  strays: { kept: { measured: 0 }, broken: { measured: 2, text: `${good} 40 % off, since 1999.` } },
  call: { kept: { measured: 1 }, broken: { measured: 0, text: 'Proved 36 hours.' } },
  likeness: {
    kept: { measured: 0, ground: { others: [otherPost(textsOf({ x: 'Pastry is laminated by hand.' }))] } },
    broken: { measured: 1, ground: { others: [otherPost(textsOf({ x: good }))] } },
  },
  subject: { kept: { measured: 0.66 }, broken: { measured: 0, text: 'Quick zippy jobs vex pygmy judges.' } },
}

const measuredOf = (rule: RuleId, { text = good, on = 'x', over, ground }: Case) =>
  scoreOf(rule, scoresOf(textsOf({ [on]: text }), ground, over))

describe('the rules for posts', () => {
  it('are all tried here', () => {
    expect(Object.keys(cases)).toEqual(postRules.map(({ id }) => id))
    for (const { why } of postRules) expect(why).toMatch(/^\p{Lu}.{20,}\.$/u)
  })

  it.each(postRules)('$id: one text keeps it, another breaks it, and what was measured says why', ({ id }) => {
    const { kept, broken } = cases[id] ?? { kept: { measured: -1 }, broken: { measured: -1 } }
    for (const [one, isGood] of [
      [kept, true],
      [broken, false],
    ] as const) {
      const score = measuredOf(id, one)
      expect(score.measured, `${id}: ${score.found}`).toBeCloseTo(one.measured, id === 'subject' ? 1 : 2)
      expect(isKept(score)).toBe(isGood)
      expect(ScoreSchema.parse(score)).toEqual(score)
    }
  })

  it.each(postRules)('$id: the hash is of what was measured, the limit and the rule', ({ id }) => {
    const { kept, broken } = cases[id] ?? { kept: { measured: -1 }, broken: { measured: -1 } }
    const [one, again, other] = [measuredOf(id, kept), measuredOf(id, kept), measuredOf(id, broken)]
    expect(again.hash).toBe(one.hash)
    expect(other.hash).not.toBe(one.hash)
  })
})

describe('what is measured', () => {
  test('words that a source writes in capitals are not shouted', () => {
    const brief = { ...bakeryGround.brief, business: 'We repair BMWS and AUDI cars in Leeds for people.' }
    expect(scoreOf('shouting', scoresOf(textsOf({ x: 'AUDI cars. BMWS too.' }), { brief })).measured).toBe(0)
  })

  test('a number may be written in words where it comes from, and is found whatever its separators', () => {
    const ground = {
      brief: { ...bakeryGround.brief, business: 'Thirty-six loaves, two for one, 2,200 customers, at 6.00.' },
    }
    const strays = (text: string) => scoreOf('strays', scoresOf(textsOf({ x: text }), ground))
    expect(strays('36 loaves, 2 for 1, 2200 customers, from 6.').measured).toBe(0)
    expect(strays('37 loaves.')).toMatchObject({ measured: 1, found: '37' })
  })

  test('what the brief’s files say is a source, too', () => {
    const upload = { id: 'upl_1' as const, name: 'sheet.txt', mime: 'text/plain' as const, sha256: 'ab'.repeat(32) }
    const reading = { kind: 'text' as const, characters: 20, cut: false, colours: [] }
    const uploads = [{ ...upload, reading, claims: ['Rye for 48 hours.'], shown: false }]
    const strays = (analysis: Ground['analysis']) =>
      scoreOf('strays', scoresOf(textsOf({ x: 'Rye, 48 hours.' }), { analysis })).measured
    expect(strays(bakeryGround.analysis)).toBe(1)
    expect(strays({ ...bakeryGround.analysis, uploads })).toBe(0)
  })

  test('the text with the least room is the one that is named', () => {
    const score = scoreOf('length', scoresOf(textsOf({ x: 'a'.repeat(270), instagram: 'a'.repeat(400) })))
    expect(score).toMatchObject({ on: 'x', measured: 270, limit: { most: 280 }, unit: 'characters' })
  })

  test('LIX is Björnsson’s: words per sentence and the percentage of long words', () => {
    expect(lixOf('The bakery opens. Everybody queues outside.')).toBeCloseTo(6 / 2 + (100 * 2) / 6)
    expect(lixOf('パンは三十六時間かけて発酵します。')).toBeNull()
  })

  test('what there is nothing to measure of has no score: no invented one', () => {
    const bare = { ...bakeryGround.analysis, angles: [] }
    const scores = scoresOf(textsOf({ x: good }), { analysis: bare }, { facts: [], callToAction: '' })
    expect(scores.map(({ rule }) => rule)).toEqual([
      'length',
      'opening',
      'reading',
      'shouting',
      'voice',
      'strays',
      'subject',
    ])
    expect(scoresOf({})).toEqual([])
  })

  test('another word anywhere changes what is measured', () => {
    const words = good.split(' ')
    const texts = { x: good, instagram: `${good} Come early on Saturday.`, linkedin: good }
    const before = JSON.stringify(scoresOf(textsOf(texts)).map(({ measured }) => measured))
    const replace = fc.record({
      platform: fc.constantFrom('x' as const, 'instagram' as const, 'linkedin' as const),
      at: fc.nat(words.length - 1),
      word: fc.stringMatching(/^[a-z]{2,12}$/),
    })
    fc.assert(
      fc.property(replace, ({ platform, at, word }) => {
        const changed = texts[platform].split(' ').with(at, word).join(' ')
        if (
          changed.toLowerCase().replace(/[^a-z0-9 ]/g, '') === texts[platform].toLowerCase().replace(/[^a-z0-9 ]/g, '')
        )
          return
        const after = scoresOf(textsOf({ ...texts, [platform]: changed })).map(({ measured }) => measured)
        expect(JSON.stringify(after)).not.toBe(before)
      }),
      { numRuns: 300 },
    )
  })

  test('whatever a person writes is measured, within the room that a post has for it', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 })
    const cut = fc.array(text, { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(text, text, cut, (x, instagram, dont) => {
        const ground = { ...voiced(...dont), others: [otherPost(textsOf({ x: instagram }))] }
        const scores = scoresOf(textsOf({ x, instagram }), ground, { facts: dont, callToAction: x })
        expect(ScoreSchema.array().max(mostScores.count).parse(scores)).toEqual(scores)
        expect(Buffer.byteLength(JSON.stringify(scores))).toBeLessThanOrEqual(mostScores.bytes)
      }),
      { numRuns: 200 },
    )
  })

  test('the longest scores there can be have room', () => {
    const wide = '數'.repeat(200)
    const others = [otherPost(textsOf({ linkedin: `${wide} `.repeat(9), facebook: wide }))]
    const texts = textsOf({ linkedin: `${wide}! `.repeat(9), facebook: `${wide} 99!!` })
    const scores = scoresOf(texts, { others, ...voiced(wide) }, { facts: [`Ada ${wide} 7`], callToAction: 'Go' })
    expect(Buffer.byteLength(JSON.stringify(scores))).toBeLessThanOrEqual(mostScores.bytes)
  })
})

describe('an edited post', () => {
  test('whatever was edited before, it is measured as if it had been written so', () => {
    const { angles } = analysisFor({ posts: [{ index: 1, kind: 'text_image' }] })
    const first = { ...otherPost(textsOf({ x: good })), angle: angles[0] ?? null }
    const edits = fc.array(
      fc.string({ minLength: 1, maxLength: 60 }).filter((text) => text.trim() !== ''),
      { maxLength: 5 },
    )
    fc.assert(
      fc.property(edits, (list) => {
        const edited = list.reduce((post, text) => editedPost(post, { texts: { x: { text } } }, countText), first)
        const text = list.at(-1) ?? good
        expect(scoresOf(edited.texts)).toEqual(scoresOf(textsOf({ x: text })))
      }),
      { numRuns: 50 },
    )
  })
})
