import { wcagContrast } from 'culori'
import { expect, test, vi } from 'vitest'
import { AnalysisSchema } from '../../lib/domain/analysis.ts'
import { BriefSchema, ObjectiveSchema, type Brief } from '../../lib/domain/brief.ts'
import { postKinds } from '../../lib/domain/plan.ts'
import { platformRules, PlatformSchema } from '../../lib/domain/platform-rules.ts'
import { PostTextsSchema } from '../../lib/domain/post.ts'
import { composeAnalysis } from '../../lib/providers/studio/copy/compose-analysis.ts'
import { composePost } from '../../lib/providers/studio/copy/compose-post.ts'
import { previewOf } from '../../lib/providers/studio/copy/preview-of.ts'
import { briefs } from '../fixtures/briefs.ts'
import { fc } from '../support/property.ts'

const words = briefs.flatMap(({ brief }) => brief.business.split(' '))
const prose = fc
  .array(
    fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom(...words) },
      { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
    ),
    { minLength: 8, maxLength: 80 },
  )
  .map((list) => list.join(' '))
const business = fc.oneof(
  prose,
  fc.string({ unit: 'binary', minLength: 20, maxLength: 300 }),
  fc.constantFrom(...briefs.map(({ brief }) => brief.business)),
)
const text = fc.option(
  fc.oneof(
    prose.map((one) => one.slice(0, 190)),
    fc.string({ unit: 'grapheme', maxLength: 100 }),
  ),
)

const anyBrief: fc.Arbitrary<Brief> = fc
  .record({
    business,
    objective: fc.constantFrom(...ObjectiveSchema.options),
    audience: text,
    offer: text,
    tone: text,
    website: fc.option(
      fc.constantFrom('https://shop.example', 'https://shop.example/a/b?c=d', 'http://www.shop.example/order/'),
    ),
    proofPoints: fc.array(
      prose.map((one) => one.slice(0, 290)),
      { maxLength: 4 },
    ),
    language: fc.constantFrom('en', 'en-US', 'de', 'pl', 'ja'),
    platforms: fc.uniqueArray(fc.constantFrom(...PlatformSchema.options), { minLength: 1, maxLength: 5 }),
    postCount: fc.integer({ min: 1, max: 30 }),
  })
  .map((input) => BriefSchema.safeParse(input))
  .filter((parsed) => parsed.success)
  .map((parsed) => parsed.data)

test('any brief gives a valid campaign within all limits', () => {
  fc.assert(
    fc.property(anyBrief, fc.string(), (brief, seed) => {
      const posts = postKinds(brief).map((kind, at) => ({ index: at + 1, kind }))
      const { analysis, said } = composeAnalysis({ brief, posts }, seed)
      expect(AnalysisSchema.safeParse(analysis).error).toBeUndefined()
      const { ground, ink, accent, onAccent } = analysis.visualDirection.palette
      expect(wcagContrast(ground, ink)).toBeGreaterThanOrEqual(4.5)
      expect(wcagContrast(accent, onAccent)).toBeGreaterThanOrEqual(4.5)
      expect(
        said
          .filter((piece) => piece.part === 'analysis.summary')
          .map((piece) => piece.text)
          .join(''),
      ).toBe(analysis.summary)
      for (const angle of analysis.angles) {
        expect(angle.headline.length).toBeGreaterThanOrEqual(4)
        expect(angle.headline.length).toBeLessThanOrEqual(90)
        expect(angle.title).not.toBe('')
      }
      for (const angle of [analysis.angles[0], analysis.angles.at(-1)].filter((one) => one !== undefined)) {
        const request = { brief, analysis, angle, kind: 'text_image' as const }
        const { texts, said: pieces } = composePost(request, seed)
        expect(PostTextsSchema.safeParse(texts).error).toBeUndefined()
        for (const platform of brief.platforms) {
          const entry = texts[platform]
          expect(entry?.characters ?? Infinity).toBeLessThanOrEqual(platformRules[platform].maxCharacters)
          expect(entry?.hashtags.length ?? Infinity).toBeLessThanOrEqual(platformRules[platform].hashtags.max)
          expect(
            pieces
              .filter((piece) => piece.part === `${platform}.text`)
              .map((piece) => piece.text)
              .join(''),
          ).toBe(entry?.text)
        }
      }
      expect(previewOf(brief).found.length).toBeLessThanOrEqual(9)
    }),
    { numRuns: 60 },
  )
}, 120_000)

test('a process that never saw a brief writes the same campaign', async () => {
  const compose = async (): Promise<string[]> => {
    vi.resetModules()
    const analysis = await import('../../lib/providers/studio/copy/compose-analysis.ts')
    const post = await import('../../lib/providers/studio/copy/compose-post.ts')
    return briefs.slice(0, 6).map(({ brief: input }) => {
      const brief = BriefSchema.parse(input)
      const posts = postKinds(brief).map((kind, at) => ({ index: at + 1, kind }))
      const made = analysis.composeAnalysis({ brief, posts }, 'seed')
      return JSON.stringify([
        made,
        made.analysis.angles.map((angle) =>
          post.composePost({ brief, analysis: made.analysis, angle, kind: 'text_image' }, 'seed'),
        ),
      ])
    })
  }
  expect(await compose()).toEqual(await compose())
}, 60_000)

test('the seed of the analysis chooses another telling', () => {
  const brief = BriefSchema.parse(briefs[0]?.brief)
  const posts = postKinds(brief).map((kind, at) => ({ index: at + 1, kind }))
  const told = new Set(
    Array.from({ length: 12 }, (_, at) =>
      JSON.stringify(composeAnalysis({ brief, posts }, `seed ${at}`).analysis.angles),
    ),
  )
  expect(told.size).toBeGreaterThan(3)
})
