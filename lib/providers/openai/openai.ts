import type { Brief } from '../../domain/brief.ts'
import type { Writer } from '../../domain/provider.ts'
import { analyze } from '../writing/analyze.ts'
import type { Model } from '../writing/ask-json.ts'
import { write } from '../writing/write.ts'
import { converse, writerName } from './ask-json.ts'
import { listModels, usualPatience, type ModelServer, type Patience } from './client.ts'

export type OpenAiOptions = {
  baseUrl: string
  apiKey: string | null
  /** The first that the server lists when null. */
  model: string | null
  /** What is read from a brief before anything is asked. */
  preview: (brief: Brief) => ReturnType<Writer['preview']>
  patience?: Partial<Patience>
  /** It looks at every text a second time, and may send it back once. Default: nobody does. */
  critic?: boolean
}

/** Says which model is meant while the server has not said its name. */
const firstOfTheServer = 'first-listed'

/** What one job likely takes, ms, until this installation knows: a model of 8 billion parameters at 20 tokens a second, reckoned on 2026-11-27. */
const firstGuesses = { analysis: 60_000, text: 20_000 }

/**
 * An own model behind an OpenAI-compatible server (Ollama, LM Studio, vLLM), for words alone. It costs nothing here; tokens are kept. A server
 * that is not there yet is no fault: its jobs say so.
 */
export async function createOpenAi({
  baseUrl,
  apiKey,
  model,
  preview,
  patience,
  critic = false,
}: OpenAiOptions): Promise<Writer> {
  const server: ModelServer = {
    baseUrl: baseUrl.replace(/\/+$/, ''),
    apiKey,
    model,
    form: 0,
    patience: { ...usualPatience, ...patience },
  }
  server.model ??= (await listModels(server).catch(() => []))[0] ?? null
  const named = (): string => server.model ?? firstOfTheServer
  const own: Model = {
    name: writerName,
    ask: (question, call, mend) => converse(server, call, (ask) => ask(question, call, mend)),
    converse: (call, work) => converse(server, call, work),
    critic: critic ? named : null,
  }
  return {
    name: 'openai',
    draft: false,
    get models() {
      return { analysis: named(), text: named() }
    },
    price: () => ({ lowMicros: 0, highMicros: 0 }),
    firstGuesses,
    preview: (brief) => {
      const { notes, ...seen } = preview(brief)
      const { host } = new URL(server.baseUrl)
      return {
        ...seen,
        notes: [...notes, `Your own model ${named()} at ${host} writes; the books count nothing for it.`],
      }
    },
    analyze: (request, call) => analyze(own, request, call),
    write: (request, call) => write(own, request, call),
    close: async () => undefined,
  }
}
