import { expect, it } from 'vitest'
import { takeMade } from '../../lib/campaigns/handlers/take-made.ts'
import { inputHashOf, type Inputs } from '../../lib/campaigns/inputs.ts'
import { seedOf } from '../../lib/campaigns/seed.ts'
import { BriefSchema } from '../../lib/domain/brief.ts'
import type { HandlerContext } from '../../lib/domain/handler.ts'
import type { Made } from '../../lib/domain/store.ts'
import { platformRules } from '../../lib/domain/platform-rules.ts'
import { analysisFor, assetFor, bakery, createCountingIds } from '../support/campaigns.ts'

const ids = createCountingIds()
const brief = BriefSchema.parse(bakery)
const recipe = { digitalSourceType: 'x', prompt: null, parameters: {}, seed: 's/v1', checks: [] }
const asset = { ...assetFor('image', ids), bytes: 4 }
const still = { width: 10, height: 10, url: `${asset.url}?size=10x10`, sha256: 'e'.repeat(64) }
const made = {
  kind: 'image',
  asset: { ...asset, variants: [still] },
  recipe,
  jobId: ids.job(),
  campaignId: ids.campaign(),
  inputHash: 'a'.repeat(64),
} satisfies Made

async function take(over: object, found: Made[] = [made], sizes: Record<string, number | null> = {}) {
  const asked: (readonly string[])[] = []
  const kept: string[] = []
  const claim = { workspaceId: 'w', brief, reuse: true, open: null, ...over } as unknown as HandlerContext['claim']
  const result = await takeMade({ claim }, made.inputHash, {
    made: async (caller, hashes) => {
      expect(caller.workspaceId).toBe('w')
      asked.push(hashes)
      return found
    },
    storage: {
      async keep(sha256) {
        kept.push(sha256)
        return sha256 in sizes ? (sizes[sha256] ?? null) : 4
      },
    },
    ids,
  })
  return { result, asked, kept }
}

it('takes an asset with an id of its own, each of its files kept from the sweep', async () => {
  const { result, kept } = await take({})
  if (result?.kind !== 'image') throw new Error('nothing was taken')
  expect(result).toMatchObject({ takenFrom: made.jobId, inputHash: made.inputHash, recipe: { copiedFrom: asset.id } })
  expect(result.asset.id).not.toBe(asset.id)
  expect(result.asset.variants[0]?.url).toBe(`${result.asset.url}?size=10x10`)
  expect(kept.toSorted()).toEqual([asset.sha256, still.sha256].toSorted())
})

it('asks for nothing where nobody wishes for it, or the vendor still has what was ordered for this very job', async () => {
  expect(await take({ reuse: false })).toMatchObject({ result: null, asked: [] })
  expect(await take({ open: { attempt: 1, handle: { interaction: 'int-1' } } })).toMatchObject({
    result: null,
    asked: [],
  })
})

it('takes the next one when a file of the first is gone or has another length', async () => {
  const whole = { ...made, asset, jobId: ids.job() }
  expect((await take({}, [made, whole], { [still.sha256]: null })).result).toMatchObject({ takenFrom: whole.jobId })
  expect((await take({}, [made], { [asset.sha256]: 3 })).result).toBeNull()
})

it('takes no text that leaves out a platform', async () => {
  const text = { text: 'Proved 36 hours.', hashtags: [], link: null, characters: 16 }
  const { jobId, campaignId, inputHash } = made
  const said = (...platforms: ('instagram' | 'linkedin' | 'x')[]): Made => ({
    jobId,
    campaignId,
    inputHash,
    kind: 'text',
    texts: Object.fromEntries(platforms.map((platform) => [platform, text])),
  })
  expect((await take({}, [said('instagram', 'x')])).result).toBeNull()
  expect((await take({}, [said('instagram', 'linkedin', 'x')])).result).toMatchObject({ kind: 'text' })
})

it('knows inputs by all that a maker is given, in whatever order they stand, and by nothing else', () => {
  const analysis = analysisFor({ posts: [{ index: 1, kind: 'text_image' }] })
  const [angle] = analysis.angles
  if (!angle) throw new Error('no angle')
  const size = platformRules.instagram.still
  const of = (over: Partial<Inputs> = {}, more: object = {}): string =>
    inputHashOf({
      kind: 'image',
      provider: 'google',
      model: 'm',
      seed: seedOf(brief, 1, 1),
      instruction: null,
      request: { brief, analysis, angle, size, others: [], ...more },
      ...over,
    })
  const same = of()
  const turned = Object.fromEntries(Object.entries(analysis).toReversed())
  expect(of({}, { analysis: turned })).toBe(same)
  const unread = { status: 'unread', url: 'https://a.example/', reason: 'too_slow' }
  expect(of({}, { analysis: { ...analysis, website: unread } })).toBe(same)
  for (const other of [
    of({ model: 'other' }),
    of({ provider: 'other' }),
    of({ instruction: 'Warmer' }),
    of({ seed: seedOf(brief, 1, 2) }),
    of({ seed: seedOf(brief, 2, 1) }),
    of({}, { analysis: { ...analysis, summary: 'Another.' } }),
    of({}, { angle: { ...angle, headline: '40 hours' } }),
    of({}, { others: [size] }),
    of({}, { reference: { mime: 'image/png', sha256: 'b'.repeat(64), data: new Uint8Array() } }),
  ])
    expect(other).not.toBe(same)
  expect(seedOf({ ...brief, reuse: true, budgetMicros: 5 }, 1, 1)).toBe(seedOf(brief, 1, 1))
})
