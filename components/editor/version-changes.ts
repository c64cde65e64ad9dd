import { platformRules, PlatformSchema } from '../../lib/domain/platform-rules.ts'
import type { Post } from '../../lib/domain/post.ts'
import { postedText } from '../../lib/domain/text-counter.ts'
import { en } from '../messages/en.ts'
import { listOf } from '../messages/numbers.ts'

const words = en.post.versions.changed

/** What a version changed of the one before it, in words. `before` is null for the first. */
export function changesOf(post: Post, before: Post | null): string {
  if (before === null) return words.first
  const there = PlatformSchema.options.filter((platform) => post.texts[platform] !== undefined)
  const texts = there.filter((platform) => {
    const [now, then] = [post.texts[platform], before.texts[platform]]
    return now && (!then || postedText(platform, now) !== postedText(platform, then) || now.link !== then.link)
  })
  const said: string[] = []
  if (texts.length > 0) {
    const names = texts.map((platform) => platformRules[platform].name)
    said.push(words.texts(names, there.length))
  }
  if (post.imageAssetId !== before.imageAssetId) said.push(words.image)
  if (post.videoAssetId !== before.videoAssetId) said.push(words.video)
  if (post.locked !== before.locked) said.push(post.locked ? words.locked : words.unlocked)
  if (post.approval !== before.approval && (said.length === 0 || post.approval === 'approved'))
    said.push(words.approval(post.approval))
  return said.length === 0 ? words.same : listOf(said)
}
