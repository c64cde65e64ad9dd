import type { PostTexts } from '../../../domain/post.ts'
import type { TextRequest } from '../../../domain/provider.ts'
export function composePost({ brief, angle }: TextRequest, seed: string): { texts: PostTexts; said: { part: string; text: string }[] } {
  void seed
  const said = brief.platforms.flatMap((platform) => [`${angle.message} `, angle.callToAction].map((text) => ({ part: `${platform}.text`, text: text.slice(0, 200) })))
  const texts: PostTexts = {}
  for (const platform of brief.platforms) { const text = said.filter((one) => one.part === `${platform}.text`).map((one) => one.text).join(''); texts[platform] = { text, hashtags: ['Leeds'], link: null, characters: text.length } }
  return { texts, said }
}
