import { expect, it } from 'vitest'
import { BriefSchema } from '../../lib/domain/brief.ts'
import { stillSpecOf } from '../../lib/providers/studio/art-direction.ts'
import { stillTemplates } from '../../lib/providers/studio/stills/templates.ts'
import { variantOf } from '../../lib/providers/studio/variant.ts'
import { analysisFor, bakery, createCountingIds, newCampaign } from '../support/campaigns.ts'

it('gives a picture that is made again another template, until all were shown', () => {
  const { plan } = newCampaign(createCountingIds())
  const analysis = analysisFor({ posts: plan.posts })
  const [angle] = analysis.angles
  if (!angle) throw new Error('no angle')
  const request = { brief: BriefSchema.parse(bakery), analysis, angle, size: { width: 8, height: 8 }, others: [] }
  const templates = stillTemplates.map((_, at) => stillSpecOf(request, request.size, `5eed/v${at + 1}`).template)
  expect(new Set(templates).size).toBe(stillTemplates.length)
})

it.each([
  ['5eed', 1],
  ['5eed/v0', 1],
  ['5eed/v2', 2],
  ['5eed/v9000', 50],
])('reads of the seed %s that variant %i is wanted', (seed, variant) => {
  expect(variantOf(seed)).toBe(variant)
})
