import type { Interactions } from '@google/genai'
import { ProviderError } from '../../domain/errors.ts'
import type { CallContext, Drawn, LongWork, VideoRequest } from '../../domain/provider.ts'
import { digitalSource } from '../../domain/recipe.ts'
import { createBill } from './bill.ts'
import { headersOf, type Gemini } from './client.ts'
import { filmed } from './data/models.ts'
import { underLimit } from '../deadline.ts'
import { seedNumber } from '../seed-number.ts'
import { downloadFilm } from './download.ts'
import { endedBadly, quoted, refusal } from './failures.ts'
import { createFilmCalls, forgotten, notHandedOut, notMade, type FilmOptions } from './film-calls.ts'
import { filmMedia } from './film-media.ts'
import type { Tokens } from './prices.ts'
import { filmPrompt } from './prompts/picture-prompt.ts'

type Interaction = Pick<Interactions.Interaction, 'status' | 'usage' | 'output_video' | 'steps' | 'errors'>

const never = { maxRetries: 0 } as const
const cancelMs = 5_000

/**
 * A film by an interaction in the background. The handle is its id. Submitting is the one call that costs; when its answer is lost the failure
 * says `charged`, because nobody knows whether Google took the work.
 */
export function createFilm(gemini: Gemini, options: FilmOptions): LongWork<VideoRequest> {
  const { models, patience } = gemini
  const film = createFilmCalls(gemini, options)
  const look = (id: string, call: CallContext): Promise<Interaction> =>
    film.look(call, (signal) => gemini.sdk.interactions.get(id, {}, { ...never, signal, headers: headersOf(call) }))

  return {
    async submit(request, call) {
      call.report({ message: 'Google is taking the film on' })
      const { prompt, parameters } = orderOf(request, call)
      const { seed, ...format } = parameters
      const { id } = await film.submit(call, (signal) =>
        gemini.sdk.interactions.create(
          {
            model: models.video,
            input: prompt,
            background: true,
            store: true,
            generation_config: { seed },
            response_format: { type: 'video', ...format, delivery: 'uri' },
          },
          { ...never, signal, headers: headersOf(call) },
        ),
      )
      return { interaction: id }
    },

    async poll(handle, call) {
      const id = idOf(handle)
      call.report({ message: 'Google is filming' })
      const heard = await film.patiently(id, () => look(id, call))
      if (!('film' in heard)) return { done: false, againMs: heard.againMs }
      const interaction = heard.film
      if (interaction.status === 'in_progress' || interaction.status === 'queued')
        return { done: false, againMs: options.pollMs }
      const bill = createBill('video', gemini.prices, call)
      if (interaction.usage || interaction.status === 'completed') bill.count(tokensOf(interaction))
      await bill.tell({ seconds: filmed.seconds })
      if (interaction.status !== 'completed') throw failureIn(interaction)
      return { done: true }
    },

    async fetch(handle, request, call): Promise<Drawn> {
      call.report({ message: 'Bringing the film home' })
      const interaction = await look(idOf(handle), call)
      const { output_video: video } = interaction
      if (!video?.data && !video?.uri) throw failureIn(interaction)
      const bytes = video.data
        ? new Uint8Array(Buffer.from(video.data, 'base64'))
        : await film.call(call, patience.download, (signal, heard) =>
            downloadFilm(video.uri ?? '', gemini, signal, heard),
          )
      const media = await filmMedia(bytes)
      const making = { digitalSourceType: digitalSource.trained, ...orderOf(request, call) }
      return { media, variants: [], alt: request.angle.picture, making }
    },

    async cancel(handle) {
      await underLimit(AbortSignal.timeout(cancelMs), cancelMs, (signal) =>
        gemini.sdk.interactions.cancel(idOf(handle), {}, { ...never, signal }),
      ).catch(() => undefined)
    },
  }
}

/** What is asked of Google for a film: the same for the same request, also after a restart. */
const orderOf = (request: VideoRequest, { seed, instruction }: CallContext) => ({
  prompt: filmPrompt(request, filmed.seconds, instruction),
  parameters: {
    aspect_ratio: '9:16',
    duration: `${filmed.seconds}s`,
    resolution: filmed.resolution,
    seed: seedNumber(seed),
  } as const,
})

function idOf(handle: Readonly<Record<string, string>>): string {
  if (handle.interaction) return handle.interaction
  throw new ProviderError(forgotten)
}

/** What a film cost; when Google does not count, by the length that was asked for. */
function tokensOf({ usage, status }: Interaction): Tokens {
  const media = (usage?.output_tokens_by_modality ?? [])
    .filter(({ modality }) => modality === 'video' || modality === 'audio')
    .reduce((total, { tokens }) => total + (tokens ?? 0), 0)
  const output = usage?.total_output_tokens ?? 0
  return {
    input: usage?.total_input_tokens ?? 0,
    cached: usage?.total_cached_tokens ?? 0,
    output: media > 0 ? Math.max(0, output - media) : 0,
    thoughts: usage?.total_thought_tokens ?? 0,
    // Without a split all output counts as film, which is the dearer reading.
    media: media > 0 ? media : output > 0 ? output : filmed.seconds * filmed.tokensPerSecond,
    // For a model that is priced by them; Google counts none here.
    seconds: status === 'completed' ? filmed.seconds : 0,
  }
}

/** Why an interaction that is over has no film. */
function failureIn({ status, errors = [], steps = [] }: Interaction): ProviderError {
  const said = [
    ...errors.map(({ code, message }) => message ?? code ?? ''),
    ...steps.map((step) => (step.type === 'model_output' ? (step.error?.message ?? '') : '')),
  ].find((text) => text !== '')
  const gone = { gone: true, reason: said === undefined ? null : quoted(said) }
  if (said !== undefined && /safety|prohibited|policy|guideline|blocked/i.test(said))
    return new ProviderError({ ...refusal(said), gone: true })
  switch (status) {
    case 'completed':
      return new ProviderError(notHandedOut)
    case 'cancelled':
      return new ProviderError({ code: 'refused', message: 'The film was called off at Google.', ...gone })
    case 'budget_exceeded':
      return new ProviderError({ code: 'refused', message: 'The budget set at Google is used up.', ...gone })
    case 'failed':
      return new ProviderError({ ...notMade, ...gone })
    default:
      return new ProviderError({ ...endedBadly(status), ...gone, retryable: false })
  }
}
