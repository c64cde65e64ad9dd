import type { GenerateContentResponseUsageMetadata } from '@google/genai'
import type { CallContext } from '../../domain/provider.ts'
import type { GoogleModel } from './listing.ts'
import type { Prices, Tokens } from './prices.ts'

const nothing: Tokens = { input: 0, cached: 0, output: 0, thoughts: 0, media: 0 }

export type Bill = ReturnType<typeof createBill>

/** `lose`, once: it ended without a word of what it cost, and not surely for nothing. Beside turns that were counted, the most it may cost counts. */
type TurnOut = { lose(most: Partial<Tokens>): void }

type Kind = GoogleModel['kind']

/** What one call costs, over all turns it takes, of whichever model. Told once, whatever becomes of the call. */
export function createBill(kind: Kind, prices: Prices, call: CallContext) {
  const before = new Map<Kind, Tokens>()
  let current = { of: kind, tokens: nothing }
  let unheard = { turns: 0, micros: 0 }
  let told = false
  const close = (): void => void before.set(current.of, sum(before.get(current.of) ?? nothing, current.tokens))
  return {
    /** Counts within one turn are running totals: the latest holds. */
    count(tokens: Tokens): void {
      current.tokens = tokens
    },
    /** A turn goes out now. */
    nextTurn(of: Kind): TurnOut {
      close()
      const turn = { of, tokens: nothing }
      current = turn
      return {
        lose(most) {
          if (!isNothing(turn.tokens)) return
          unheard = { turns: unheard.turns + 1, micros: unheard.micros + prices.microsOf(of, { ...nothing, ...most }) }
        },
      }
    },
    /** Says what is known to be spent. Nothing is said when nothing was counted: then nobody knows. */
    async tell(more: Readonly<Record<string, number>> = {}): Promise<void> {
      close()
      current = { ...current, tokens: nothing }
      const all = [...before].filter(([, tokens]) => !isNothing(tokens))
      if (told || all.length === 0) return
      told = true
      const micros = all.reduce((total, [of, tokens]) => total + prices.microsOf(of, tokens), unheard.micros)
      const counts = all.flatMap(([of, tokens]) => Object.entries(countsOf(tokens, of === kind ? '' : `${of}.`)))
      const lost = unheard.turns > 0 ? { unheardTurns: unheard.turns } : {}
      await call.answered({ micros, counts: { ...Object.fromEntries(counts), ...lost, ...more } })
    },
  }
}

const isNothing = (tokens: Tokens): boolean => Object.values(tokens).every((count) => count === 0)

const sum = (a: Tokens, b: Tokens): Tokens => ({
  input: a.input + b.input,
  cached: a.cached + b.cached,
  output: a.output + b.output,
  thoughts: a.thoughts + b.thoughts,
  media: a.media + b.media,
  seconds: (a.seconds ?? 0) + (b.seconds ?? 0),
})

/** Counts of another model than the job's own have its kind in front: so they can be reckoned again. */
const countsOf = (
  { input, cached, output, thoughts, media }: Tokens,
  before: '' | `${Kind}.`,
): Record<string, number> => ({
  [`${before}promptTokens`]: input,
  [`${before}cachedTokens`]: cached,
  [`${before}candidateTokens`]: output,
  [`${before}thoughtTokens`]: thoughts,
  ...(media > 0 && { [`${before}mediaTokens`]: media }),
})

/**
 * What `generateContent` counted. Tokens of pictures are among the candidates' and priced apart; where a picture was asked for and they are not split,
 * all are the picture's, which is the dearer reading.
 */
export function tokensOf(usage: GenerateContentResponseUsageMetadata, of: Kind): Tokens {
  const details = usage.candidatesTokensDetails ?? []
  const isWhole = of === 'image' && details.length === 0
  const media = isWhole
    ? (usage.candidatesTokenCount ?? 0)
    : details
        .filter(({ modality }) => modality === 'IMAGE')
        .reduce((total, { tokenCount }) => total + (tokenCount ?? 0), 0)
  return {
    input: (usage.promptTokenCount ?? 0) + (usage.toolUsePromptTokenCount ?? 0),
    cached: usage.cachedContentTokenCount ?? 0,
    output: Math.max(0, (usage.candidatesTokenCount ?? 0) - media),
    thoughts: usage.thoughtsTokenCount ?? 0,
    media,
  }
}
