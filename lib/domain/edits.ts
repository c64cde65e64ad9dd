import { AppError, type FieldError } from './errors.ts'
import { isSettledStatus } from './job.ts'
import { platformRules, PlatformSchema } from './platform-rules.ts'
import type { Post, PostEdit } from './post.ts'
import type { ChangeRecord } from './record.ts'
import type { TextCounter } from './text-counter.ts'

/**
 * A post as an edit leaves it, its version unchanged. New words take an approval back unless the edit gives one. Throws `conflict` for a
 * platform that is not written yet, `invalid_input` for a text its platform would not take.
 */
export function editedPost(post: Post, edit: PostEdit, count: TextCounter): Post {
  const texts = { ...post.texts }
  const errors: FieldError[] = []
  for (const platform of PlatformSchema.options) {
    const patch = edit.texts?.[platform]
    const before = post.texts[platform]
    if (!patch) continue
    if (!before) throw new AppError('conflict', { detail: `This post has no text for ${platform} yet.` })
    const { name, maxCharacters, hashtags: tags } = platformRules[platform]
    const link = patch.link === undefined ? before.link : patch.link
    const content = { text: patch.text ?? before.text, hashtags: patch.hashtags ?? before.hashtags, link }
    const characters = count(platform, content)
    const changed = !isSame(content, { text: before.text, hashtags: before.hashtags, link: before.link })
    if (!changed) continue
    if (characters > maxCharacters) {
      const message = `At most ${maxCharacters.toLocaleString('en')} characters on ${name}: these are ${characters.toLocaleString('en')}.`
      errors.push({ path: `texts.${platform}.text`, message })
    }
    if (content.hashtags.length > tags.max)
      errors.push({ path: `texts.${platform}.hashtags`, message: `At most ${tags.max} hashtags on ${name}.` })
    texts[platform] = { ...content, characters }
  }
  const [first] = errors
  if (first) throw new AppError('invalid_input', { detail: `${first.path}: ${first.message}`, errors })
  return {
    ...post,
    texts,
    locked: edit.locked ?? post.locked,
    approval: edit.approval ?? (isSame(texts, post.texts) ? post.approval : withdrawn(post.approval)),
  }
}

/** An approval was given for what stood there: when that changes, the post is a draft again. */
export const withdrawn = (approval: Post['approval']): Post['approval'] =>
  approval === 'approved' ? 'draft' : approval

/**
 * A person edits the version of a post that they saw: the next version, or the post itself when nothing differs. Throws
 * `precondition_failed` when the post went on since, `conflict` when it is locked or still being made. Scope: the post and its jobs.
 */
export function editPost(record: ChangeRecord, postId: string, version: number, rewrite: (post: Post) => Post): Post {
  const post = postIn(record, postId)
  if (post.version !== version) {
    throw new AppError('precondition_failed', {
      detail: `This post is at version ${post.version}, not ${version}. Read it again before you change it.`,
      headers: { etag: `"${post.version}"` },
    })
  }
  const wish = rewrite(post)
  if (isSame(wish, post)) return post
  const open = record.jobs().filter(({ job }) => job.postId === postId && !isSettledStatus(job.status))
  if (!isSame(wish.texts, post.texts)) {
    if (post.locked && wish.locked) throw new AppError('conflict', { detail: lockedDetail })
    if (open.some(({ job }) => job.kind === 'text'))
      throw new AppError('conflict', { detail: 'The text is being written: wait for it, or cancel the job.' })
  }
  const seals = (wish.locked && !post.locked) || (wish.approval === 'approved' && post.approval !== 'approved')
  if (seals && open.length > 0) {
    throw new AppError('conflict', {
      detail: 'A part of this post is still being made: lock or approve it when all of it is there.',
    })
  }
  const next = record.setPost({ ...wish, version: post.version + 1 })
  record.tell({ type: 'post.updated', post: next })
  return next
}

export const lockedDetail = 'This post is locked: unlock it first.'

/** The post of a scope; a RangeError when it is not there. */
export function postIn(record: ChangeRecord, postId: string): Post {
  const post = record.posts().find((one) => one.id === postId)
  if (!post) throw new RangeError(`Post ${postId} is not in the scope of this write.`)
  return post
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)
