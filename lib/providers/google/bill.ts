import type { GenerateContentResponseUsageMetadata } from '@google/genai'
import type { CallContext } from '../../domain/provider.ts'
import type { GoogleModel } from './data/models.ts'
import type { Prices, Tokens } from './prices.ts'

const nothing: Tokens = { input: 0, cached: 0, output: 0, thoughts: 0, media: 0 }

export type Bill = ReturnType<typeof createBill>

/** What one call costs, over all turns it takes. Told once, whatever becomes of the call. */
export function createBill(kind: GoogleModel['kind'], prices: Prices, call: CallContext) {
  let before = nothing
  let current = nothing
  let told = false
  return {
    /** Counts within one turn are running totals: the latest holds. */
    count(tokens: Tokens): void {
      current = tokens
    },
    nextTurn(): void {
      before = sum(before, current)
      current = nothing
    },
    /** Says what is known to be spent. Nothing is said when nothing was counted: then nobody knows. */
    async tell(more: Readonly<Record<string, number>> = {}): Promise<void> {
      const tokens = sum(before, current)
      if (told || Object.values(tokens).every((count) => count === 0)) return
      told = true
      await call.answered({ micros: prices.microsOf(kind, tokens), counts: { ...countsOf(tokens), ...more } })
    },
  }
}

const sum = (a: Tokens, b: Tokens): Tokens => ({
  input: a.input + b.input,
  cached: a.cached + b.cached,
  output: a.output + b.output,
  thoughts: a.thoughts + b.thoughts,
  media: a.media + b.media,
})

const countsOf = ({ input, cached, output, thoughts, media }: Tokens): Record<string, number> => ({
  promptTokens: input,
  cachedTokens: cached,
  candidateTokens: output,
  thoughtTokens: thoughts,
  ...(media > 0 && { mediaTokens: media }),
})

/** What `generateContent` counted. Tokens of pictures are among the candidates' and priced apart. */
export function tokensOf(usage: GenerateContentResponseUsageMetadata): Tokens {
  const details = usage.candidatesTokensDetails ?? []
  const media = details
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
