import type { Platform } from '../../lib/domain/platform-rules.ts'
import type { Post } from '../../lib/domain/post.ts'
import type { PartKind } from './parts.ts'
import type { CampaignActions } from './use-campaign-actions.ts'

/** What can be done with a post where it stands. */
export type BoardDeeds = Pick<CampaignActions, 'retry' | 'cancelJob' | 'approve' | 'lock'> & {
  edit(post: Post): void
  versions(post: Post): void
  /** Asks what should be different; `part` is chosen from the start. */
  remake(post: Post, part: PartKind | null): void
  preview(post: Post, platform: Platform): void
}
