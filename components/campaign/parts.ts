import type { Asset } from '../../lib/domain/asset.ts'
import type { CampaignView } from '../../lib/domain/campaign.ts'
import { isSettledStatus, type Job } from '../../lib/domain/job.ts'
import { hasPart, type Post } from '../../lib/domain/post.ts'

export type PartKind = 'text' | 'image' | 'video'

/** A post with what is known of its parts: the newest job of each, and its picture or film. */
export type Parts = { post: Post; text: Job | undefined; media: Job | undefined; asset: Asset | null }

export function partsOf(view: Pick<CampaignView, 'jobs' | 'assets'>, post: Post): Parts {
  const own = view.jobs.filter((job) => job.postId === post.id)
  const assetId = post.videoAssetId ?? post.imageAssetId
  return {
    post,
    text: own.findLast((job) => job.kind === 'text'),
    media: own.findLast((job) => job.kind !== 'text'),
    asset: view.assets.find((asset) => asset.id === assetId) ?? null,
  }
}

export const mediaKind = (post: Post): 'image' | 'video' | null =>
  post.kind === 'text_url' ? null : post.kind === 'text_video' ? 'video' : 'image'

export const isMaking = ({ text, media }: Parts): boolean =>
  [text, media].some((job) => job !== undefined && !isSettledStatus(job.status))

/** All of the post is there and nothing of it is being made. */
export const isWhole = (parts: Parts): boolean => {
  const kind = mediaKind(parts.post)
  return !isMaking(parts) && hasPart(parts.post, 'text') && (kind === null || hasPart(parts.post, kind))
}

/** What can be made again now: what is there or failed, unless its next telling is on its way for the first time. */
export function remakeable({ post, text, media }: Parts): PartKind[] {
  if (post.locked) return []
  const kind = mediaKind(post)
  const can = (part: PartKind, job: Job | undefined): boolean =>
    hasPart(post, part) || job?.status === 'failed' || job?.status === 'canceled'
  return [...(can('text', text) ? ['text' as const] : []), ...(kind !== null && can(kind, media) ? [kind] : [])]
}

/** What the studio makes in a campaign: all of its own, and the pictures and films to the words of an own model. */
export const studioParts = (provider: string): readonly PartKind[] =>
  provider === 'studio' ? ['text', 'image', 'video'] : provider === 'openai' ? ['image', 'video'] : []
