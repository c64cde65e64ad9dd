import type { Brief } from '../domain/brief.ts'
import type { Caller } from '../domain/caller.ts'
import { JobKindSchema, type JobKind } from '../domain/job.ts'
import { postKinds } from '../domain/plan.ts'
import type { Reference } from '../domain/provider.ts'
import type { Existing } from '../domain/quote.ts'
import type { Storage } from '../domain/storage.ts'
import type { CampaignReader, Made } from '../domain/store.ts'
import type { ReadUpload } from '../domain/upload.ts'
import { factsRead } from '../domain/website.ts'
import type { Crew } from './crew.ts'
import { materialFrom, referenceAmong } from './handlers/read-uploads.ts'
import { analysisRequest, imageRequest, inputHashOf, textRequest, videoRequest, type Inputs } from './inputs.ts'
import { isKept } from './is-kept.ts'
import { seedOf } from './seed.ts'

type ExistingDeps = {
  reader: Pick<CampaignReader, 'uploads' | 'analysisOf' | 'made' | 'view'>
  storage: Pick<Storage, 'size'>
  by: Crew
  price: Crew['price']
  briefHash: string
}

/**
 * What a campaign of this brief could take from an earlier one: the same inputs, the same makers, the bytes still there. Null when that is nothing.
 * Its website is not read for it: what an earlier campaign read there is taken as what it still says.
 */
export async function existingFor(
  caller: Caller,
  brief: Brief,
  { reader, storage, by, price, briefHash }: ExistingDeps,
): Promise<Existing | null> {
  const hashFor = (kind: JobKind, index: number, request: Inputs['request']): string =>
    inputHashOf({ kind, ...by.maker(kind), request, seed: seedOf(brief, index, 1), instruction: null })
  const slots = postKinds(brief).map((kind, at) => ({ index: at + 1, kind }))
  const website = brief.website === null ? null : (await reader.analysisOf(caller, briefHash))?.website
  const files = await reader.uploads(caller, brief.uploads)
  // A hash asks whether a file is shown, not for what is in it.
  const isThere = async (sha256: string) => ((await storage.size(sha256)) ? new Uint8Array() : null)
  const material = await materialFrom(files, by.reads, isThere)
  const request = analysisRequest(brief, slots, factsRead(website), material)
  const [found] = await reader.made(caller, [hashFor('analysis', 0, request)])
  if (found?.kind !== 'analysis') return null
  const { analysis, campaignId } = found
  const reference = await referenceOf(files, by, storage)
  const hashes = slots.flatMap((post): string[] => {
    const angle = analysis.angles.find((one) => one.index === post.index)
    if (!angle) return []
    const ground = { brief, analysis, angle, post }
    return [
      hashFor('text', post.index, textRequest(ground)),
      ...(post.kind === 'text_image' ? [hashFor('image', post.index, imageRequest(ground, reference))] : []),
      ...(post.kind === 'text_video' ? [hashFor('video', post.index, videoRequest(ground))] : []),
    ]
  })
  const usable = new Map<string, JobKind>()
  for (const made of await reader.made(caller, hashes))
    if (await isUsable(made, brief, storage)) usable.set(made.inputHash, made.kind)
  const kinds: JobKind[] = ['analysis', ...usable.values()]
  const jobs = JobKindSchema.options
    .map((kind) => ({ kind, count: kinds.filter((one) => one === kind).length }))
    .filter(({ count }) => count > 0)
  const saves = (end: 'lowMicros' | 'highMicros'): number =>
    jobs.reduce((sum, { kind, count }) => sum + price(kind)[end] * count, 0)
  const name = (await reader.view(caller, campaignId))?.name
  if (name === undefined) return null
  return {
    campaignId,
    name,
    jobs,
    savesMicros: { low: saves('lowMicros'), high: saves('highMicros') },
    ifWebsiteIsSame: brief.website !== null,
  }
}

async function referenceOf(
  files: readonly ReadUpload[],
  by: Crew,
  storage: ExistingDeps['storage'],
): Promise<Reference | null> {
  const file = referenceAmong(files, by.shows)
  if (!file || (await storage.size(file.sha256)) === null) return null
  return { mime: file.mime, sha256: file.sha256, data: new Uint8Array() }
}

async function isUsable(made: Made, { platforms }: Brief, storage: Pick<Storage, 'size'>): Promise<boolean> {
  if (made.kind === 'analysis') return true
  if (made.kind === 'text') return platforms.every((platform) => (made.texts[platform]?.text ?? '') !== '')
  return isKept(made.asset, (hash) => storage.size(hash))
}
