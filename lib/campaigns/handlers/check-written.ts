import { AnalysisSchema, type Analysis } from '../../domain/analysis.ts'
import { ProviderError } from '../../domain/errors.ts'
import { PostTextsSchema, type Post, type PostTexts } from '../../domain/post.ts'

type Platform = keyof PostTexts

/** What was read from a brief is looked at before everything else stands on it. Throws ProviderError `unavailable`: it is asked for again. */
export function checkAnalysis(said: Analysis, posts: readonly Pick<Post, 'index'>[]): Analysis {
  const { data } = AnalysisSchema.safeParse(said)
  if (!data || data.summary.trim() === '') throw broken('What the provider answered is no analysis.')
  const angles = new Set(data.angles.map((angle) => angle.index))
  if (!posts.every((post) => angles.has(post.index))) throw broken('The provider’s analysis leaves out a post.')
  return data
}

/** A post's words are looked at before they count: every platform has its own, and none is empty. Throws as `checkAnalysis` does. */
export function checkTexts(said: PostTexts, platforms: readonly Platform[]): PostTexts {
  const { data } = PostTextsSchema.safeParse(said)
  if (!data) throw broken('What the provider answered is no post.')
  const without = platforms.find((platform) => (data[platform]?.text.trim() ?? '') === '')
  if (without !== undefined) throw broken(`The provider wrote nothing for ${without}.`)
  return data
}

const broken = (message: string): ProviderError => new ProviderError({ code: 'unavailable', message })
