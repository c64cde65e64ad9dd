import { z } from 'zod'
import { platformRules, type Platform } from '../../domain/platform-rules.ts'
import { PlatformTextSchema, type PlatformText, type PostTexts } from '../../domain/post.ts'
import type { CallContext, TextRequest } from '../../domain/provider.ts'
import { factsRead } from '../../domain/website.ts'
import { countCharacters } from '../count-characters.ts'
import type { Model, Question } from './ask-json.ts'
import { criticSystem, textCriticPrompt } from './prompts/critic-prompt.ts'
import { postPrompt, postSystem } from './prompts/post-prompt.ts'
import { underReview, verdictProblems, VerdictSchema, type Critic, type Verdict } from './review.ts'
import { strayProblem } from './settle-analysis.ts'
import { addressesOf, isStrayTag, sourcesOf, straysIn, withoutContacts, withoutStrays, type Sources } from './strays.ts'

const TextAnswerSchema = PlatformTextSchema.pick({ text: true, hashtags: true })
type TextAnswer = z.infer<typeof TextAnswerSchema>

/** What a model is asked for: a text and its hashtags for each platform of the brief. */
export const postAnswerSchema = (platforms: readonly Platform[]) =>
  z.object(
    Object.fromEntries(
      platforms.map((platform) => [
        platform,
        TextAnswerSchema.extend({
          text: TextAnswerSchema.shape.text.min(1).describe(`The post on ${platformRules[platform].name}`),
          hashtags: TextAnswerSchema.shape.hashtags
            .max(platformRules[platform].hashtags.max)
            .describe('Letters and digits only, without the sign'),
        }),
      ]),
    ),
  )
type PostAnswer = Record<string, TextAnswer>

/**
 * Writes one post with a model, which looks at it a second time where it has a critic. Its link is the analysis' own, never the model's; the
 * platforms' limits hold.
 */
export function write(model: Model, request: TextRequest, call: CallContext): Promise<PostTexts> {
  const begunAt = performance.now()
  call.report({ message: `${model.name} is writing` })
  const sources = sourcesBehind(request, call)
  return model.converse(call, async (ask) => {
    const first = fittedAll(request, await ask(questionOf(request, call, sources), call, (given) => given), sources)
    if (!model.critic) return first
    const critic: Critic<PostTexts> = {
      by: model.critic(),
      begunAt,
      look(timed) {
        call.report({ message: `${model.name} is looking at it once more` })
        return ask(criticOf(request, first, call.faultsOf?.texts(first) ?? []), timed)
      },
      async again(reason, timed) {
        call.report({ message: 'Sent back once: it is written again' })
        const question = { ...questionOf(request, call, sources, reason), onText: () => undefined }
        return fittedAll(request, await ask(question, timed, (given) => given), sources)
      },
    }
    return underReview(first, critic, call)
  })
}

/** The second version is not told word by word: the first was. */
function questionOf(request: TextRequest, call: CallContext, sources: Sources, reason?: string): Question<PostAnswer> {
  const { platforms, language } = request.brief
  const { link } = request.analysis.business
  const begun = new Set<string | number>()
  return {
    kind: 'text',
    system: postSystem(language),
    prompt: postPrompt(request, call.instruction, reason),
    schema: postAnswerSchema(platforms),
    check: (given) => platforms.flatMap((platform) => problemsOf(platform, given[platform], link, sources)),
    onText([platform = '', field], text) {
      if (field !== 'text') return
      if (!begun.has(platform)) call.report({ progress: begun.size / platforms.length })
      begun.add(platform)
      call.say(`${platform}.text`, text)
    },
  }
}

const criticOf = (request: TextRequest, texts: PostTexts, faults: readonly string[]): Question<Verdict> => ({
  kind: 'critic',
  once: true,
  system: criticSystem(request.brief.language),
  prompt: textCriticPrompt(request, texts, faults),
  schema: VerdictSchema,
  check: verdictProblems,
  onText: () => undefined,
})

function fittedAll(request: TextRequest, answer: PostAnswer, sources: Sources): PostTexts {
  const { link } = request.analysis.business
  const texts: PostTexts = {}
  for (const platform of request.brief.platforms) {
    const given = answer[platform]
    if (given) texts[platform] = fitted(platform, given, link, sources)
  }
  return texts
}

/**
 * What the post may name, beside what the person who has it made again asks for. Where neither a page nor a file was read, only addresses and accounts
 * are looked after. Of a file the analysis was shown more than is kept; its own words were held against all of it, so they stand for the rest.
 */
function sourcesBehind({ brief, analysis }: TextRequest, { instruction }: Pick<CallContext, 'instruction'>): Sources {
  const page = factsRead(analysis.website)
  const { uploads = [], website: _, ...said } = analysis
  const wish = instruction === undefined ? [] : [instruction]
  if (uploads.length === 0) return page ? sourcesOf(brief, page, wish) : addressesOf(brief, wish)
  return sourcesOf(brief, page, [...wish, ...uploads.flatMap(({ claims }) => claims), JSON.stringify(said)])
}

const address = /\b(?:https?:\/\/|www\.)\S+/i

function problemsOf(
  platform: Platform,
  given: TextAnswer | undefined,
  link: string | null,
  sources: Sources,
): string[] {
  if (!given) return [`${platform}: the text is missing.`]
  const { maxCharacters } = platformRules[platform]
  const characters = countCharacters(platform, given.text.trim(), [], link)
  return [
    ...(characters > maxCharacters
      ? [`${platform}: ${characters} characters with the link, and at most ${maxCharacters} are taken. Shorten it.`]
      : []),
    ...straysIn(given.text, sources).map((stray) => strayProblem(platform, stray)),
    ...(address.test(given.text) ? [`${platform}: take the web address out of the text.`] : []),
  ]
}

/** The text as its platform takes it: what no source names is out, addresses too, hashtags dropped from the end first, then whole sentences, then words. */
function fitted(platform: Platform, given: TextAnswer, link: string | null, sources: Sources): PlatformText {
  const { maxCharacters, hashtags: rule } = platformRules[platform]
  const fits = (text: string, tags: readonly string[]): boolean =>
    countCharacters(platform, text, tags, link) <= maxCharacters
  let text = (withoutStrays(given.text, sources) || withoutContacts(given.text, sources))
    .replaceAll(new RegExp(address, 'gi'), '')
    .replace(/[ \t]+$/gm, '')
    .trim()
  if (!fits(text, [])) text = shortened(text, (shorter) => fits(shorter, []))
  const hashtags = [
    ...new Set(given.hashtags.map(plainTag).filter((tag) => tag !== '' && !isStrayTag(tag, sources))),
  ].slice(0, rule.max)
  while (hashtags.length > 0 && !fits(text, hashtags)) hashtags.pop()
  return { text, hashtags, link, characters: countCharacters(platform, text, hashtags, link) }
}

const plainTag = (tag: string): string => tag.replace(/[^\p{L}\p{M}\p{N}_]/gu, '').slice(0, 100)

/** As many whole sentences as fit, or, when not one does, as many words or letters, and an ellipsis. */
function shortened(text: string, fits: (text: string) => boolean): string {
  const ends = [...text.matchAll(/[.!?…](?=\s|$)|[。！？]/gu)].map((match) => match.index + 1)
  const end = ends.findLast((at) => fits(text.slice(0, at)))
  if (end !== undefined) return text.slice(0, end)
  const letters = [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)].map(
    ({ index }) => index,
  )
  let [low, high] = [0, letters.length - 1]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (fits(`${text.slice(0, letters[middle])}…`)) low = middle
    else high = middle - 1
  }
  const kept = text.slice(0, letters[low])
  return `${kept.replace(/\s+\S{0,30}$/u, '')}…`
}
