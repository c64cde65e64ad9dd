import type { Angle } from '../../../domain/analysis.ts'
import type { Brief } from '../../../domain/brief.ts'
import type { PlatformText, PostTexts } from '../../../domain/post.ts'
import type { TextRequest } from '../../../domain/provider.ts'
import { factsRead } from '../../../domain/website.ts'
import { arrange } from './arrange.ts'
import type { Facts } from './facts.ts'
import { hashtagsOf } from './hashtags.ts'
import { ownTexts } from './own-words.ts'
import { factsOfBrief, planBehind } from './plan-campaign.ts'
import { sourceOf, type Source } from './source.ts'
import { writeCampaign, type Written } from './write-campaign.ts'
import { ended } from './wording.ts'
import { variantOf } from '../variant.ts'

type Composed = { texts: PostTexts; said: { part: string; text: string }[] }

/**
 * The texts of one post, per platform of the brief. All posts of a campaign are written together and agree on who says what, so a sentence
 * stands in one of them only. The seed chooses the version: one that ends with `/v2` gives the second telling of this post, any other the first.
 * `said` holds the sentences in order; those of a part joined are exactly its text. Never throws.
 */
export function composePost(request: TextRequest, seed: string): Composed {
  const { angle } = request
  const brief = sourceOfPost(request)
  const facts = factsOfBrief(brief)
  if (!facts.english) return composed(ownTexts(brief, facts, angle.index))
  const plan = planBehind(brief, request.analysis)
  if (!plan) return composed(fromAngle(brief, angle, facts))
  const version = variantOf(seed)
  if (version > 1) return composed(retold(request, version) ?? fromAngle(brief, angle, facts))
  return composed(plan.posts[angle.index - 1] ?? fromAngle(brief, angle, facts))
}

/** The page and the files that the analysis read are sources of its posts, too. */
const sourceOfPost = ({ brief, analysis }: TextRequest): Source =>
  sourceOf(brief, factsRead(analysis.website), analysis.uploads)

/** Another version of a post: the same facts behind another situation, other frames and another last line. */
function retold(request: TextRequest, version: number): Written | null {
  const { analysis, angle } = request
  const brief = sourceOfPost(request)
  const plan = planBehind(brief, analysis)
  const topic = plan?.topics[angle.index - 1]
  if (!plan || !topic) return null
  const count = plan.topics.length
  const later = (step: number): (typeof plan.topics)[number] => plan.topics[(angle.index - 1 + step) % count] ?? topic
  const moved = {
    ...topic,
    frame: topic.frame === 'fact' || topic.frame === 'moment' ? ('moment' as const) : topic.frame,
  }
  const moments = plan.facts.trade.moments.filter(
    (one) => !plan.topics.some((other) => other.frame === 'moment' && other.moment.hook === one.hook),
  )
  const moment = moments[(angle.index + version) % Math.max(1, moments.length)] ?? later(version - 1).moment
  return (
    writeCampaign(brief, plan.facts, [{ ...moved, moment }], plan.seed, count * (version - 1) + angle.index).posts[0] ??
    null
  )
}

/** For an angle the studio did not plan: what it says itself, with its own facts. */
function fromAngle({ platforms }: Brief, angle: Angle, facts: Facts): Written {
  const [first = null, second = null, third = null] = angle.facts.map((fact) => ended(fact))
  const draft = {
    opener: ended(angle.message === '' ? angle.headline : angle.message),
    turn: null,
    lead: first === ended(angle.message) ? second : first,
    more: null,
    support: first === ended(angle.message) ? third : second,
    about: null,
    offer: null,
    extra: null,
    ask: null,
    aside: null,
    call: angle.callToAction.replace(/[.!]+$/, ''),
  }
  return new Map(
    platforms.map((platform) => [platform, arrange(platform, draft, hashtagsOf(facts, angle.index), facts.link)]),
  )
}

function composed(written: Written): Composed {
  const texts: PostTexts = {}
  const said: Composed['said'] = []
  for (const [platform, { pieces, ...rest }] of written) {
    const text: PlatformText = rest
    texts[platform] = text
    for (const piece of pieces) said.push({ part: `${platform}.text`, text: piece })
  }
  return { texts, said }
}
