import type { Brief } from '../../../domain/brief.ts'
import { postKinds } from '../../../domain/plan.ts'
import type { Quote } from '../../../domain/quote.ts'
import { composeAnalysis } from './compose-analysis.ts'
import { composePost } from './compose-post.ts'
import { factsOfBrief } from './plan-campaign.ts'

/** What the studio reads in a brief, and its first post as it would read on X, or on the first platform chosen. Cheap; never throws. */
export function previewOf(brief: Brief): Pick<Quote, 'found' | 'missing' | 'sample' | 'notes'> {
  const facts = factsOfBrief(brief)
  const posts = postKinds(brief).map((kind, at) => ({ index: at + 1, kind }))
  const { analysis } = composeAnalysis({ brief, posts }, 'preview')
  const angle = analysis.angles[0]
  const slot = posts[0]
  const platform = brief.platforms.includes('x') ? 'x' : brief.platforms[0]
  const text =
    angle && slot && platform
      ? composePost({ brief, analysis, angle, kind: slot.kind }, 'preview').texts[platform]?.text
      : undefined
  return {
    found: facts.found,
    missing: facts.missing,
    sample:
      platform && text ? { platform, name: analysis.business.name, handle: analysis.business.handle, text } : null,
    notes: analysis.notes,
  }
}
