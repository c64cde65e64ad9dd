import { isDeepStrictEqual } from 'node:util'
import type { CampaignView } from '../../../lib/domain/campaign.ts'
import type { ErrorCode } from '../../../lib/domain/errors.ts'
import type { JobEvent } from '../../../lib/domain/event.ts'
import type { Post } from '../../../lib/domain/post.ts'
import { demand } from './breach.ts'
import type { Rows } from './rows.ts'

const parts = ['texts', 'imageAssetId', 'videoAssetId'] as const
const isThere = (part: Post[(typeof parts)[number]]): boolean =>
  typeof part === 'string' || Object.keys(part ?? {}).length > 0

type Named = { postId: string; version: number }

/** What the model knows of posts: locked ones stay as they are, every version is kept, and the slower of two editors is told. Throws Breach. */
export function createPosts(rows: Rows) {
  const newest = new Map<string, Post>()
  const replaced = new Map<string, Post>()
  let fresh: Post[] = []
  let edits: { postId: string; to: number }[] = []
  let refused: (Named & { at: number })[] = []

  const hearPost = (before: Post, after: Post): void => {
    const what = (): string => `${after.id} at version ${after.version}`
    const byHand = edits.some(({ postId, to }) => postId === after.id && to === after.version)
    const rises = after.version - before.version
    demand(rises === 0 || rises === 1, 'versions rise by one', () => `${before.version} to ${after.version}`)
    // What the analysis thinks of a post comes once, whatever has become of the post.
    const isTouched = !isDeepStrictEqual({ ...before, angle: before.angle ?? after.angle }, after)
    demand(!before.locked || byHand || !isTouched, 'a locked post stays as it is', what)
    const changed = parts.filter((part) => !isDeepStrictEqual(before[part], after[part]))
    const replaces = changed.some((part) => isThere(before[part]))
    demand(!before.locked || !after.locked || changed.length === 0, 'a locked post stays as it is', what)
    demand(rises === 1 || !replaces, 'what is replaced is a version', what)
    demand(!replaces || byHand || after.approval !== 'approved', 'an approval is for what was seen', what)
    if (rises === 1) {
      replaced.set(`${before.id} ${before.version}`, before)
      fresh.push(before)
    }
    newest.set(after.id, after)
  }

  return {
    /** A fact that may carry a post. */
    hear(before: CampaignView | undefined, fact: JobEvent): void {
      if (fact.type === 'campaign.created') for (const post of fact.view.posts) newest.set(post.id, post)
      const after = 'post' in fact ? fact.post : undefined
      const known = before?.posts.find((post) => post.id === after?.id)
      if (after && known) hearPost(known, after)
    },
    /** An edit was taken: of the version it named, and no other. */
    edited({ postId, version }: Named, to: number): void {
      const isNext = to === version || to === version + 1
      demand(isNext, 'the slower of two is told', () => `${postId}: ${version} became ${to}`)
      edits.push({ postId, to })
    },
    notEdited(named: Named, code: ErrorCode): void {
      if (code === 'precondition_failed') refused.push({ ...named, at: newest.get(named.postId)?.version ?? 0 })
    },
    /** After the facts of a step: what they replaced is there, and who was told to be slower was. */
    look(): void {
      for (const post of fresh)
        demand(isDeepStrictEqual(rows.version(post.id, post.version), post), 'every version is kept', () => post.id)
      for (const { postId, version, at } of refused) {
        const stands = at === version && newest.get(postId)?.version === version
        demand(!stands, 'only the slower of two is told', () => `${postId} at ${version}`)
      }
      fresh = []
      refused = []
      edits = []
    },
    lookBack(): void {
      demand(rows.versions() === replaced.size, 'every version is kept', () => `${rows.versions()} of ${replaced.size}`)
      for (const post of replaced.values())
        demand(isDeepStrictEqual(rows.version(post.id, post.version), post), 'every version is kept', () => post.id)
    },
  }
}
