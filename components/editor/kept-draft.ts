import { z } from 'zod'
import { PlatformSchema } from '../../lib/domain/platform-rules.ts'
import { PostTextsSchema } from '../../lib/domain/post.ts'
import type { PostDraft } from './draft.ts'

const FieldsSchema = z.object({ text: z.string(), hashtags: z.string(), link: z.string() })
const KeptSchema = z.object({
  version: z.int(),
  base: PostTextsSchema,
  texts: z.partialRecord(PlatformSchema, FieldsSchema),
})

const keyOf = (postId: string): string => `unfold.post.${postId}`

/** Keeps what was typed in this browser; nothing typed, nothing kept. */
export function keepDraft(postId: string, draft: PostDraft): void {
  try {
    if (Object.keys(draft.texts).length === 0) localStorage.removeItem(keyOf(postId))
    else localStorage.setItem(keyOf(postId), JSON.stringify(draft))
  } catch {
    // A browser that keeps nothing still edits.
  }
}

export function keptDraft(postId: string): PostDraft | null {
  try {
    const said: unknown = JSON.parse(localStorage.getItem(keyOf(postId)) ?? 'null')
    const parsed = KeptSchema.safeParse(said)
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}
