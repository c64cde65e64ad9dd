import { describe, expect, it } from 'vitest'
import { BriefSchema } from '../../lib/domain/brief.ts'
import { planFor } from '../../lib/providers/studio/copy/plan-campaign.ts'
import { factsTold } from '../support/copy-checks.ts'

/** Four facts each, and who says them. */
const briefs = [
  'Fell & Fold, guided day walks from Keswick in the Lake District. Groups of at most six, led by a mountain leader. £45 a person, packed lunch included. Walks every Saturday from 4 April.',
  'Hearth & Crumb, a neighbourhood bakery in Leeds. Sourdough proved 36 hours. Open from 6 am. Two loaves for £7 on Saturdays.',
  'Blue Door Yoga, a yoga studio in Bristol. Classes of eight people. First class free. A month costs £60.',
  'Lumen Dental, a dental practice in Hereford. Open until 8 pm on Tuesdays. Check-up £48. New patients seen within a week.',
]
/** Posts of six in which one figure stands at most. */
const most = 3

const figuresIn = (text: string): string[] => [...new Set(text.match(/[£$€]?\d+(?:[.:]\d+)?/g) ?? [])]
const stands = (figure: string, text: string): boolean =>
  new RegExp(`(?<![\\d.])${figure.replace(/[£$.]/g, '\\$&')}(?!\\d)`).test(text)

describe('a brief with four facts', () => {
  for (const business of briefs) {
    for (const objective of ['sales', 'awareness', 'event'] as const) {
      it(`repeats no figure more than it must: ${business.split(/[,.] /)[0]}, ${objective}`, () => {
        for (const seed of ['a', 'b', 'c', 'd']) {
          const brief = BriefSchema.parse({ business, objective })
          const { topics, posts } = planFor(brief, seed)
          const texts = posts.map((post) => [...post.values()].map(({ text }) => text).join('\n'))
          for (const figure of figuresIn(business)) {
            expect(
              topics.filter(({ headline }) => stands(figure, headline)).length,
              `${figure} as a headline`,
            ).toBeLessThan(2)
            expect(texts.filter((text) => stands(figure, text)).length, `posts with ${figure}`).toBeLessThanOrEqual(
              most,
            )
          }
          for (const post of posts)
            for (const { text } of post.values()) expect(factsTold(text, brief), text).toBeGreaterThanOrEqual(2)
        }
      })
    }
  }
})
