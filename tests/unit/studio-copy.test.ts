import { describe, expect, test } from 'vitest'
import { AnalysisSchema } from '../../lib/domain/analysis.ts'
import { BriefSchema, type Brief, type BriefInput } from '../../lib/domain/brief.ts'
import { postKinds } from '../../lib/domain/plan.ts'
import { platformRules, type Platform } from '../../lib/domain/platform-rules.ts'
import { PostTextsSchema } from '../../lib/domain/post.ts'
import { composeAnalysis } from '../../lib/providers/studio/copy/compose-analysis.ts'
import { composePost } from '../../lib/providers/studio/copy/compose-post.ts'
import { countCharacters } from '../../lib/providers/count-characters.ts'
import { readBrief } from '../../lib/providers/studio/copy/read-brief.ts'
import { allTrades } from '../../lib/providers/studio/data/trades/all-trades.ts'
import { briefs } from '../fixtures/briefs.ts'
import { factsTold, gramOverlap, inventedWords, openerOf, sentencesIn } from '../support/copy-checks.ts'

const campaignOf = (input: BriefInput, seed = 'first') => {
  const brief = BriefSchema.parse(input)
  const posts = postKinds(brief).map((kind, at) => ({ index: at + 1, kind }))
  const { analysis, said } = composeAnalysis({ brief, posts }, seed)
  const texts = analysis.angles.map((angle, at) => {
    const slot = posts[at]
    if (!slot) throw new Error('more angles than posts')
    return composePost({ brief, analysis, angle, kind: slot.kind }, `${seed}:${at}`)
  })
  return { brief, posts, analysis, said, texts }
}

const wordsOf = (brief: Brief): string =>
  [brief.business, brief.audience, brief.offer, brief.tone, brief.website, ...brief.proofPoints]
    .filter((one) => one !== null)
    .join('\n')

const all = briefs.map(({ trade, brief }) => ({
  trade,
  ...campaignOf({ platforms: ['instagram', 'linkedin', 'x', 'facebook', 'tiktok'], ...brief }),
}))

describe.each(all)('the campaign of a brief: $trade', ({ trade, brief, posts, analysis, said, texts }) => {
  const platforms: Platform[] = brief.platforms
  const onPlatform = (platform: Platform): string[] => texts.map(({ texts: one }) => one[platform]?.text ?? '')
  const thin = readBrief(brief).all.length < 3

  test('is valid, complete and of the right trade', () => {
    expect(AnalysisSchema.parse(analysis)).toEqual(analysis)
    expect(analysis.angles.map((angle) => angle.index)).toEqual(posts.map((post) => post.index))
    expect(readBrief(brief).trade.id).toBe(trade)
    for (const { texts: one } of texts) {
      expect(PostTextsSchema.parse(one)).toEqual(one)
      expect(Object.keys(one)).toEqual(platforms)
    }
  })

  test('gives every post an angle of its own', () => {
    for (const pick of [
      (at: number) => analysis.angles[at]?.title,
      (at: number) => analysis.angles[at]?.headline,
      (at: number) => analysis.angles[at]?.callToAction,
    ]) {
      expect(new Set(posts.map((_, at) => pick(at))).size).toBe(posts.length)
    }
    for (const [at, angle] of analysis.angles.entries()) {
      expect(angle.title.split(' ').length, angle.title).toBeGreaterThanOrEqual(2)
      expect(angle.title.split(' ').length, angle.title).toBeLessThanOrEqual(4)
      expect(angle.headline.length).toBeGreaterThanOrEqual(4)
      expect(angle.headline.length).toBeLessThanOrEqual(90)
      expect(angle.storyboard !== null).toBe(posts[at]?.kind === 'text_video')
      for (const line of angle.storyboard
        ? [angle.storyboard.hook, ...angle.storyboard.proofs, angle.storyboard.endCard]
        : [])
        expect(line.length, line).toBeLessThanOrEqual(60)
    }
  })

  test.each(platforms)('tells two or more facts of the brief in every post on %s', (platform) => {
    if (thin) return
    for (const text of onPlatform(platform)) expect(factsTold(text, brief), text).toBeGreaterThanOrEqual(2)
  })

  test('says no sentence twice in two posts, on whichever platform', () => {
    const seen = new Map<string, number>()
    for (const [at, { texts: one }] of texts.entries()) {
      const own = new Set(Object.values(one).flatMap((entry) => sentencesIn(entry.text)))
      for (const sentence of own) {
        expect(seen.get(sentence), `“${sentence}” stands in posts ${seen.get(sentence)} and ${at + 1}`).toBeUndefined()
        seen.set(sentence, at + 1)
      }
    }
  })

  test.each(platforms)('keeps any two posts on %s under a quarter of shared four-word runs', (platform) => {
    const list = onPlatform(platform)
    for (const [at, text] of list.entries())
      for (const other of list.slice(at + 1))
        expect(gramOverlap(text, other), `${text}\n---\n${other}`).toBeLessThan(0.25)
  })

  test('opens every post differently', () => {
    for (const platform of platforms) expect(new Set(onPlatform(platform).map(openerOf)).size).toBe(posts.length)
  })

  test('names nothing and counts nothing that the brief does not', () => {
    const spoken = [
      ...texts.flatMap(({ texts: one }) => Object.values(one).map((entry) => entry.text)),
      ...analysis.angles.flatMap((angle) => [
        angle.title,
        angle.headline,
        angle.message,
        ...(angle.storyboard ? [angle.storyboard.hook, ...angle.storyboard.proofs, angle.storyboard.endCard] : []),
      ]),
    ]
    for (const text of spoken) expect(inventedWords(text, wordsOf(brief)), text).toEqual([])
    for (const angle of analysis.angles)
      for (const fact of angle.facts)
        expect(wordsOf(brief).toLowerCase(), fact).toContain(fact.toLowerCase().replace(/^(?:an?) /, ''))
  })

  test('stays within each platform and counts as it does', () => {
    for (const { texts: one } of texts) {
      for (const platform of platforms) {
        const entry = one[platform]
        if (!entry) throw new Error(`no text for ${platform}`)
        expect(entry.characters).toBe(countCharacters(platform, entry.text, entry.hashtags, entry.link))
        expect(entry.characters).toBeLessThanOrEqual(platformRules[platform].maxCharacters)
        expect(entry.hashtags.length).toBeLessThanOrEqual(platformRules[platform].hashtags.max)
        expect(entry.text).not.toMatch(
          /!|undefined|null|\{|\}|\s{3,}|\.\.|,\.|:\.|\ba [aeio][a-z]|\bwe (?:is|makes|bakes|has)\b/i,
        )
        expect(entry.text).not.toMatch(/award|unlock|elevate|seamless|game.chang|delve|nestled|vibrant/i)
      }
    }
  })

  test('says what it composes, piece by piece', () => {
    for (const { texts: one, said: pieces } of texts) {
      for (const platform of platforms) {
        const part = pieces.filter((piece) => piece.part === `${platform}.text`)
        expect(part.map((piece) => piece.text).join('')).toBe(one[platform]?.text)
      }
    }
    const joined = (part: string): string =>
      said
        .filter((piece) => piece.part === `analysis.${part}`)
        .map((piece) => piece.text)
        .join('')
    expect(joined('summary')).toBe(analysis.summary)
    expect(joined('audience')).toBe(analysis.audience)
    expect(joined('valuePropositions').split('\n')).toEqual(analysis.valuePropositions)
    expect(said[0]?.part).toBe('analysis.summary')
  })
})

test('there are more than thirty trades, each with all it needs and nothing that shouts', () => {
  expect(allTrades.length).toBeGreaterThanOrEqual(30)
  expect(new Set(allTrades.map((trade) => trade.id)).size).toBe(allTrades.length)
  for (const trade of allTrades) {
    expect(trade.moments.length, trade.id).toBeGreaterThanOrEqual(6)
    for (const moment of trade.moments) {
      expect(moment.title.split(' ').length, moment.title).toBeGreaterThanOrEqual(2)
      expect(moment.title.split(' ').length, moment.title).toBeLessThanOrEqual(4)
      for (const line of [moment.hook, moment.turn]) expect(inventedWords(line, ''), line).toEqual([])
      expect(`${moment.hook} ${moment.turn}`).not.toMatch(/!|\d|\b(?:colou?r|favou?rite|neighbou?r|cent(?:re|er))\w*/i)
    }
    for (const question of trade.questions) expect(question).toMatch(/[?.]$/)
  }
})
