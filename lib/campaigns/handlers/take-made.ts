import type { Asset } from '../../domain/asset.ts'
import type { HandlerContext, JobResult, Leaving } from '../../domain/handler.ts'
import type { Ids } from '../../domain/ids.ts'
import type { Storage } from '../../domain/storage.ts'
import type { CampaignReader } from '../../domain/store.ts'
import { isKept } from '../is-kept.ts'
import { checkTexts } from './check-written.ts'

export type TakeDeps = {
  made: CampaignReader['made']
  storage: Pick<Storage, 'keep'>
  ids: Pick<Ids, 'asset'>
}

/**
 * The result of a job with the same inputs, where this one may take it and its bytes are still there; null when it has to be made. What a vendor
 * still holds for this job is fetched, not replaced. Goes out to nobody, and costs nothing.
 */
export async function takeMade(
  { claim }: Pick<HandlerContext, 'claim'>,
  inputHash: string,
  { made: madeOf, storage, ids }: TakeDeps,
): Promise<JobResult | null> {
  if (!claim.reuse || claim.open) return null
  for (const { jobId, campaignId: _, inputHash: __, ...made } of await madeOf(claim, [inputHash])) {
    const taken = await taking(made)
    if (taken) return { ...taken, inputHash, takenFrom: jobId }
  }
  return null

  async function taking(made: Leaving): Promise<Leaving | null> {
    switch (made.kind) {
      case 'analysis':
        return made
      case 'text':
        return isWhole(made.texts) ? made : null
      case 'image':
      case 'video': {
        const { recipe, asset } = made
        // From now on no sweep takes them until the row that names them is written.
        if (!recipe || !(await isKept(asset, (hash) => storage.keep(hash)))) return null
        return { ...made, asset: copyOf(asset, ids.asset()), recipe: { ...recipe, copiedFrom: asset.id } }
      }
      default:
        return made satisfies never
    }
  }
  function isWhole(texts: Parameters<typeof checkTexts>[0]): boolean {
    try {
      checkTexts(texts, claim.brief.platforms)
      return true
    } catch {
      return false
    }
  }
}

/** An asset of its own, with the same bytes. */
function copyOf(asset: Asset, id: Asset['id']): Asset {
  const url = `/api/v1/assets/${id}`
  const variants = asset.variants.map((one) => ({ ...one, url: one.url.replace(asset.url, url) }))
  return { ...asset, id, url, variants }
}
