'use client'

import { useEffect, useState } from 'react'
import { toast } from 'sonner'
import { callApi, type Problem } from '../../hooks/api.ts'
import type { CampaignId } from '../../lib/domain/ids.ts'
import type { Platform } from '../../lib/domain/platform-rules.ts'
import { PostSchema, type Post, type PostEdit } from '../../lib/domain/post.ts'
import { tell } from '../campaign/use-campaign-actions.ts'
import { en } from '../messages/en.ts'
import {
  clashes,
  editOf,
  emptyDraft,
  follow,
  onTop,
  touched,
  typed,
  without,
  type PostDraft,
  type TextDraft,
} from './draft.ts'
import { keepDraft, keptDraft } from './kept-draft.ts'

export type PostEditing = {
  /** The newest the page knows: of the stream, or what the server answered before the stream told it. */
  post: Post
  draft: PostDraft
  /** The texts that somebody else changed too. While there are any, nothing is saved. */
  clash: readonly Platform[]
  sending: boolean
  type(platform: Platform, fields: TextDraft): void
  undo(): void
  save(): void
  /** After a clash: my words on their version, or theirs instead of mine. */
  applyMine(): void
  takeTheirs(): void
  restore(edit: PostEdit, done: string): Promise<void>
}

/**
 * One person's edit of a post: kept as it is typed, saved on the version it was made on, and told when somebody was faster. `mayRead` is false
 * in the server's picture, which cannot know what this browser kept.
 */
export function usePostDraft(campaignId: CampaignId, seen: Post, mayRead: boolean): PostEditing {
  const [answered, setAnswered] = useState<Post | null>(null)
  const post = answered !== null && answered.version > seen.version ? answered : seen
  const [kept, setKept] = useState<PostDraft | null>(() => (mayRead ? keptDraft(seen.id) : null))
  const draft = follow(kept ?? emptyDraft(post), post)
  const [sending, setSending] = useState(false)

  useEffect(() => {
    if (kept !== null) keepDraft(post.id, kept)
  }, [post.id, kept])
  const change = (next: (draft: PostDraft) => PostDraft): void =>
    setKept((now) => next(follow(now ?? emptyDraft(post), post)))

  /** Sends an edit; when the post went on without a clash, once more on what it is now. */
  const send = async (on: PostDraft, edit: PostEdit, again = true): Promise<Post | null> => {
    setSending(true)
    const answer = await callApi(`/posts/${post.id}`, { method: 'PATCH', body: edit, version: on.version }, postOf)
    if (answer.ok) {
      setSending(false)
      const { value } = answer
      setAnswered(value)
      // What was typed while this was on its way stays typed.
      if (value !== null) setKept((now) => onTop(now ?? on, value))
      return value
    }
    if (answer.problem.status !== 412) return fail(answer.problem, () => void send(on, edit, again))
    const now = await callApi(`/campaigns/${campaignId}`, { method: 'GET' }, (said) => postIn(said, post.id))
    if (!now.ok || now.value === null)
      return fail(now.ok ? answer.problem : now.problem, () => void send(on, edit, again))
    const theirs = now.value
    setAnswered(theirs)
    const moved = follow(on, theirs)
    if (again && touched(moved).length > 0 && clashes(moved, theirs).length === 0)
      return send(moved, editOf(moved), false)
    setSending(false)
    if (touched(on).length === 0) toast(en.campaign.requested.meanwhile(post.index))
    return null
  }
  const fail = (problem: Problem, again: () => void): null => {
    setSending(false)
    tell(problem, again)
    return null
  }

  return {
    post,
    draft,
    clash: clashes(draft, post),
    sending,
    type: (platform, fields) => change((now) => typed(now, platform, fields)),
    undo() {
      setKept(emptyDraft(post))
      toast(en.post.editor.undone, { action: { label: en.post.editor.putBack, onClick: () => setKept(draft) } })
    },
    save: () => void send(draft, editOf(draft)),
    applyMine: () => setKept(onTop(draft, post)),
    takeTheirs: () => setKept(onTop(without(draft, clashes(draft, post)), post)),
    async restore(edit, done) {
      if ((await send(draft, edit)) !== null) toast(done)
    },
  }
}

const postOf = (said: unknown): Post | null => PostSchema.safeParse(said).data ?? null

function postIn(said: unknown, id: string): Post | null {
  if (typeof said !== 'object' || said === null || !('posts' in said) || !Array.isArray(said.posts)) return null
  return postOf(said.posts.find((one: unknown) => postOf(one)?.id === id))
}
