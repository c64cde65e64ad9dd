import { numbersIn, numbersKnown } from './numbers.ts'
import { worstOf, type Material, type PostRule } from './rule.ts'
import { cosineOf, plainWords, rounded, runsOf, sentencesIn, trigramsOf, wordsIn } from './text-measures.ts'

/** House rules, set by what the studio's 240 posts of 40 briefs measure (decision 034). */
const leastFacts = 0.5
const leastCall = 0.5
const mostShared = 0.25
const leastSubject = 0.3

const wholeOf = ({ texts }: Material): string => texts.map(({ text }) => text).join('\n')

/** What a post says, against what the campaign stands on. */
export const groundingRules: readonly PostRule[] = [
  {
    id: 'voice',
    version: 1,
    unit: 'words',
    why: 'Phrases that the voice says to avoid, word for word; none (the analysis).',
    measure(material) {
      const text = wholeOf(material)
      const said = ` ${plainWords(text).join(' ')} `
      const avoided = material.analysis.voice.dont.flatMap(phrasesOf)
      const found = avoided.flatMap((phrase) =>
        Array.from({ length: said.split(` ${phrase} `).length - 1 }, () => phrase),
      )
      const [first] = found
      return {
        measured: found.length,
        limit: { most: 0 },
        ...(first !== undefined && { found: first }),
        input: [text, avoided],
      }
    },
  },
  {
    id: 'facts',
    version: 1,
    unit: 'share',
    why: 'Facts of the angle whose numbers and names, else most of whose words, stand in the post; half of them (house rule).',
    measure(material) {
      const facts = material.angle?.facts ?? []
      if (facts.length === 0) return null
      const text = wholeOf(material)
      const said = new Set(plainWords(text))
      const known = numbersKnown(text)
      const untold = facts.filter((fact) => !isTold(fact, said, known))
      const [first] = untold
      return {
        measured: rounded(1 - untold.length / facts.length, 4),
        limit: { least: leastFacts },
        ...(first !== undefined && { found: first }),
        input: [text, facts],
      }
    },
  },
  {
    id: 'strays',
    version: 1,
    unit: 'marks',
    why: 'Numbers in digits that stand neither in the brief nor on its page nor in its files; none (house rule: never invent a number).',
    measure(material) {
      const text = material.texts.map((one) => [one.text, ...one.hashtags].join('\n')).join('\n')
      const known = numbersKnown(material.sources)
      const strays = [...new Set(numbersIn(text))].filter((number) => !known.has(number))
      const [first] = strays
      return {
        measured: strays.length,
        limit: { most: 0 },
        ...(first !== undefined && { found: first }),
        input: [text, material.sources],
      }
    },
  },
  {
    id: 'call',
    version: 1,
    unit: 'share',
    why: 'Words of the angle’s call to action that stand in the text; half of them (house rule).',
    measure({ texts, angle }) {
      const call = [...new Set(plainWords(angle?.callToAction ?? ''))]
      if (call.length === 0) return null
      return worstOf(
        texts.map(({ platform, text }) => {
          const said = new Set(plainWords(text))
          const share = call.filter((word) => said.has(word)).length / call.length
          const limit = { least: leastCall }
          return { on: platform, measured: rounded(share, 4), limit, input: [text, call], stress: -share }
        }),
      )
    },
  },
  {
    id: 'likeness',
    version: 1,
    unit: 'share',
    why: 'Runs of four words that stand in another post on the same platform, too; a quarter (house rule).',
    measure: ({ texts, others }) =>
      worstOf(
        texts.flatMap(({ platform, text }) => {
          const runs = runsOf(text)
          return others.flatMap((other) => {
            const theirs = other.texts[platform]
            if (theirs === undefined || runs.size === 0) return []
            const known = runsOf(theirs.text)
            const shared = [...runs].filter((run) => known.has(run))
            const share = shared.length / runs.size
            const [first] = shared
            return [
              {
                on: platform,
                measured: rounded(share, 4),
                limit: { most: mostShared },
                ...(first !== undefined && share > mostShared && { found: first }),
                input: [text, theirs.text],
                stress: share,
              },
            ]
          })
        }),
      ),
  },
  {
    id: 'subject',
    version: 1,
    unit: 'cosine',
    why: 'How near the runs of three letters are to those of the brief, its page and the angle (Damashek 1995); house rule.',
    measure(material) {
      const { angle, sources } = material
      const text = wholeOf(material)
      const ground = [sources, ...(angle ? [angle.message, angle.headline, ...angle.facts] : [])].join('\n')
      const measured = rounded(cosineOf(trigramsOf(text), trigramsOf(ground)), 6)
      return { measured, limit: { least: leastSubject }, input: [text, ground] }
    },
  },
]

/** What a don't forbids word for word: what it puts between quotation marks, or a phrase of three words at most. */
function phrasesOf(dont: string): string[] {
  const quoted = [...dont.matchAll(/["“„«]([^"”“»]+)["”“»]/gu)].map(([, phrase = '']) => phrase)
  const whole = quoted.length > 0 || wordsIn(dont).length > 3 ? [] : [dont]
  return [...quoted, ...whole].map((phrase) => plainWords(phrase).join(' ')).filter((phrase) => phrase !== '')
}

/** A fact with numbers or names is told when all of these stand in the text, any other when half of its longer words do. */
function isTold(fact: string, said: ReadonlySet<string>, known: ReadonlySet<string>): boolean {
  const numbers = numbersIn(fact)
  const names = namesIn(fact)
  if (numbers.length + names.length > 0)
    return numbers.every((number) => known.has(number)) && names.every((name) => said.has(name))
  const long = plainWords(fact).filter((word) => word.length > 3)
  const words = long.length > 0 ? long : plainWords(fact)
  return words.filter((word) => said.has(word)).length >= words.length / 2
}

/** Words that are capitalised where no sentence begins. */
function namesIn(fact: string): string[] {
  return sentencesIn(fact).flatMap((sentence) =>
    wordsIn(sentence)
      .slice(1)
      .filter((word) => /^\p{Lu}\p{Ll}/u.test(word))
      .flatMap(plainWords),
  )
}
