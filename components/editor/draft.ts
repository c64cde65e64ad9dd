import { platformRules, PlatformSchema, type Platform } from '../../lib/domain/platform-rules.ts'
import { PostEditSchema, type Post, type PostEdit, type PostTexts } from '../../lib/domain/post.ts'
import type { PostedContent, TextCounter } from '../../lib/domain/text-counter.ts'
import { en } from '../messages/en.ts'

/** A text as it is typed: hashtags with or without their signs, apart by spaces. */
export type TextDraft = { text: string; hashtags: string; link: string }

/** What a person has typed over `base`, the texts of `version`. Platforms that nobody touched are left out. */
export type PostDraft = { version: number; base: PostTexts; texts: Partial<Record<Platform, TextDraft>> }

export type Fault = { field: keyof TextDraft; message: string }

export const emptyDraft = ({ version, texts }: Post): PostDraft => ({ version, base: texts, texts: {} })

/** The fields of a platform as they stand: typed, else saved. */
export function fieldsOf(draft: PostDraft, post: Post, platform: Platform): TextDraft {
  const typed = draft.texts[platform]
  if (typed) return typed
  const { text = '', hashtags = [], link = null } = post.texts[platform] ?? {}
  return { text, hashtags: hashtags.map((tag) => `#${tag}`).join(' '), link: link ?? '' }
}

/** What would be posted of the fields. */
export function contentOf({ text, hashtags, link }: TextDraft): PostedContent {
  const tags = hashtags.split(/[\s,]+/).flatMap((word) => {
    const tag = word.replace(/^#+/, '')
    return tag === '' ? [] : [tag]
  })
  return { text, hashtags: tags, link: link.trim() === '' ? null : link.trim() }
}

/** Typing back what was there leaves nothing typed. */
export function typed(draft: PostDraft, platform: Platform, fields: TextDraft): PostDraft {
  const texts = { ...draft.texts, [platform]: fields }
  if (sameContent(contentOf(fields), draft.base[platform])) delete texts[platform]
  return { ...draft, texts }
}

export const touched = (draft: PostDraft): Platform[] =>
  PlatformSchema.options.filter((platform) => draft.texts[platform] !== undefined)

/** The edit that the draft asks for. */
export function editOf(draft: PostDraft): PostEdit {
  const texts: NonNullable<PostEdit['texts']> = {}
  for (const platform of touched(draft)) {
    const fields = draft.texts[platform]
    if (fields) texts[platform] = contentOf(fields)
  }
  return { texts }
}

/** The texts that both this draft and somebody else changed since the draft was begun. */
export function clashes(draft: PostDraft, post: Post): Platform[] {
  return touched(draft).filter((platform) => {
    const theirs = post.texts[platform]
    const mine = draft.texts[platform]
    return theirs && mine && !sameContent(theirs, draft.base[platform]) && !sameContent(contentOf(mine), theirs)
  })
}

/** The draft on the post as it stands now: only called where nobody's words would be written over, or after a person said so. */
export function onTop(draft: PostDraft, post: Post): PostDraft {
  const moved: PostDraft = { version: post.version, base: post.texts, texts: {} }
  return touched(draft).reduce((all, platform) => {
    const fields = draft.texts[platform]
    return fields ? typed(all, platform, fields) : all
  }, moved)
}

export const without = (draft: PostDraft, platforms: readonly Platform[]): PostDraft => ({
  ...draft,
  texts: Object.fromEntries(Object.entries(draft.texts).filter(([name]) => !platforms.some((one) => one === name))),
})

/** Puts a draft and the post together: it follows by itself unless somebody changed the same text. */
export function follow(draft: PostDraft, post: Post): PostDraft {
  if (post.version === draft.version) return draft
  return clashes(draft, post).length > 0 ? draft : onTop(draft, post)
}

/** What the API would refuse, by field; the first of each field. */
export function faultsOf(fields: TextDraft, platform: Platform, characters: number): Fault[] {
  const words = en.post.editor
  const { name, maxCharacters, hashtags } = platformRules[platform]
  const content = contentOf(fields)
  const faults: Fault[] = []
  if (characters > maxCharacters) faults.push({ field: 'text', message: words.over(characters, maxCharacters, name) })
  if (content.hashtags.length > hashtags.max)
    faults.push({ field: 'hashtags', message: words.overTags(content.hashtags.length, hashtags.max, name) })
  const parsed = PostEditSchema.safeParse({ texts: { [platform]: content } })
  const said = { text: words.empty, hashtags: words.badTag, link: words.badLink }
  for (const { path } of parsed.error?.issues ?? []) {
    const field = path[2]
    if (field === 'text' || field === 'hashtags' || field === 'link') faults.push({ field, message: said[field] })
  }
  return faults.filter((fault, at) => faults.findIndex((one) => one.field === fault.field) === at)
}

/** The count of a draft; what is saved keeps the count of the server until the library is there. */
export function countOf(draft: PostDraft, post: Post, platform: Platform, count: TextCounter | null): number {
  const saved = post.texts[platform]
  const typedNow = draft.texts[platform]
  if (typedNow === undefined) return saved?.characters ?? 0
  const content = contentOf(typedNow)
  return count?.(platform, { ...content, text: content.text.trim() }) ?? content.text.length
}

function sameContent(one: PostedContent, other: PostedContent | undefined): boolean {
  if (other === undefined) return false
  return (
    one.text.trim() === other.text.trim() &&
    one.link === other.link &&
    one.hashtags.length === other.hashtags.length &&
    one.hashtags.every((tag, at) => tag === other.hashtags[at])
  )
}
