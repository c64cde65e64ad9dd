import type { Job } from '../../lib/domain/job.ts'
import type { Platform } from '../../lib/domain/platform-rules.ts'
import type { Post } from '../../lib/domain/post.ts'
import type { Wording } from '../platform/post-text.tsx'

/** The final text when there is one, else what was said so far. */
export function wordingOf(post: Post, job: Job | undefined, platform: Platform): Wording | null {
  const final = post.texts[platform]
  if (final) return { text: final.text, hashtags: final.hashtags, link: final.link, running: false }
  const parts = job?.output?.parts ?? {}
  const part = `${platform}.text`
  const said = parts[part]
  if (said === undefined) return null
  return {
    text: said,
    hashtags: [],
    link: null,
    running: job?.status === 'processing' && Object.keys(parts).at(-1) === part,
  }
}
