import type { Writer } from '../../lib/domain/provider.ts'
import { createOpenAi, type OpenAiOptions } from '../../lib/providers/openai/openai.ts'

/** The real writer at the address of an own model. */
export const openAiAt = (baseUrl: string, options: Partial<OpenAiOptions> = {}): Promise<Writer> =>
  createOpenAi({
    baseUrl,
    apiKey: null,
    model: 'qwen3:8b',
    preview: () => ({ found: [], missing: [], sample: null, notes: [] }),
    ...options,
  })
