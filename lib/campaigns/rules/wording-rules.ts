import { platformRules } from '../../domain/platform-rules.ts'
import { postedText } from '../../domain/text-counter.ts'
import { lixOf, rounded, sentencesIn, wordsIn } from './text-measures.ts'
import { worstOf, type PostRule } from './rule.ts'

/** Medium, as newspapers write, ends at 50; specialist texts begin there (C. H. Björnsson, Läsbarhet, 1968). */
const mostLix = 50
/** House rule: our own prompts ask for none; one may be meant. */
const mostLoud = 1

/** What stands in each text by itself; the score is that of the text with the least room. */
export const wordingRules: readonly PostRule[] = [
  {
    id: 'length',
    version: 1,
    unit: 'characters',
    why: 'Text, link and hashtags as the platform counts them, against the length it takes (platform-rules).',
    measure: ({ texts }) =>
      worstOf(
        texts.map(({ platform, characters, ...content }) => {
          const { maxCharacters: most } = platformRules[platform]
          const input = [platform, postedText(platform, content)]
          return { on: platform, measured: characters, limit: { most }, input, stress: characters / most }
        }),
      ),
  },
  {
    id: 'opening',
    version: 1,
    unit: 'characters',
    why: 'The first sentence ends before the fold, where readers stop unless it holds them (platform-rules).',
    measure: ({ texts }) =>
      worstOf(
        texts.map(({ platform, text }) => {
          const { fold: most } = platformRules[platform]
          const [first = ''] = sentencesIn(text)
          return {
            on: platform,
            measured: first.length,
            limit: { most },
            input: [platform, first],
            stress: first.length / most,
          }
        }),
      ),
  },
  {
    id: 'reading',
    version: 1,
    unit: 'lix',
    why: 'LIX: words per sentence and the share of long words; up to 50 is medium (Björnsson 1968).',
    measure: ({ texts }) =>
      worstOf(
        texts.flatMap(({ platform, text }) => {
          const lix = lixOf(text)
          if (lix === null) return []
          return [{ on: platform, measured: rounded(lix, 2), limit: { most: mostLix }, input: text, stress: lix }]
        }),
      ),
  },
  {
    id: 'shouting',
    version: 1,
    unit: 'marks',
    why: 'Exclamation marks, and words in capitals that no source writes so; at most one (house rule).',
    measure: ({ texts, sources }) => {
      const known = new Set(wordsIn(sources))
      return worstOf(
        texts.map(({ platform, text }) => {
          const capitals = wordsIn(text).filter((word) => /^\p{Lu}{4,}$/u.test(word) && !known.has(word))
          const loud = [...capitals, ...(text.match(/[!！]/gu) ?? [])]
          const [first] = loud
          return {
            on: platform,
            measured: loud.length,
            limit: { most: mostLoud },
            ...(first !== undefined && loud.length > mostLoud && { found: first }),
            input: [text, capitals],
            stress: loud.length,
          }
        }),
      )
    },
  },
]
