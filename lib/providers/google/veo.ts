import { GenerateVideosOperation, type GenerateVideosResponse, type Video } from '@google/genai'
import type { Handle } from '../../domain/call.ts'
import { ProviderError } from '../../domain/errors.ts'
import type { CallContext, Drawn, LongWork, VideoRequest } from '../../domain/provider.ts'
import { digitalSource } from '../../domain/recipe.ts'
import type { Watched } from '../deadline.ts'
import { seedNumber } from '../seed-number.ts'
import { headersOf, type Gemini, type VertexPlace } from './client.ts'
import { filmed } from './data/models.ts'
import { isBlock, quoted, refusal } from './failures.ts'
import { createFilmCalls, forgotten, notHandedOut, notMade, type FilmOptions } from './film-calls.ts'
import { filmMedia } from './film-media.ts'
import { filmPrompt } from './prompts/picture-prompt.ts'
import { watchedFetch } from './watched-fetch.ts'

/**
 * A film by Veo, on Vertex AI. The handle is the name of its operation, which says project, location and model: it is asked about there, and costs
 * what that model costs, whatever the environment says by then. Submitting is the one call that costs. Nothing can call an operation off: a canceled film goes on and is paid.
 */
export function createVeo(gemini: Gemini, place: VertexPlace, options: FilmOptions): LongWork<VideoRequest> {
  const { models, prices } = gemini
  const film = createFilmCalls(gemini, options)
  const look = (handle: Handle, call: CallContext): Promise<GenerateVideosOperation> => {
    const { name, project, location } = operationOf(handle)
    const operation = new GenerateVideosOperation()
    operation.name = name
    const ask: Watched<GenerateVideosOperation> = (signal, heard) =>
      gemini.sdkAt(location).operations.getVideosOperation({
        operation,
        config: { httpOptions: { headers: headersOf(call), fetch: watchedFetch(signal, heard) } },
      })
    return film.look(call, ask, { ...place, project, filmLocation: location })
  }

  return {
    async submit(request, call) {
      call.report({ message: 'Google is taking the film on' })
      const { prompt, parameters } = orderOf(request, call)
      const { name } = await film.submit(call, (abortSignal) =>
        gemini.sdkAt(place.filmLocation).models.generateVideos({
          model: models.video,
          source: { prompt },
          config: { ...parameters, numberOfVideos: 1, abortSignal, httpOptions: { headers: headersOf(call) } },
        }),
      )
      if (name) return { operation: name }
      throw new ProviderError({
        code: 'unavailable',
        message: 'Google took the film on and gave no name to ask for it by.',
        charged: true,
      })
    },

    async poll(handle, call) {
      call.report({ message: 'Google is filming' })
      const { name, model } = operationOf(handle)
      const heard = await film.patiently(name, () => look(handle, call))
      if (!('film' in heard)) return { done: false, againMs: heard.againMs }
      const { done, error, response } = heard.film
      if (!done) return { done: false, againMs: options.pollMs }
      if (error) throw failureOf(error)
      const refused = filteredIn(response)
      // Google's price is for a second of film that it hands out: one that it filters has none.
      const seconds = refused ? 0 : filmed.seconds
      // A model that is priced by tokens counts none here.
      const media = seconds * filmed.tokensPerSecond
      const micros = prices.microsOf('video', { ...nothing, media, seconds }, model)
      await call.answered({ micros, counts: { seconds } })
      if (refused) throw refused
      return { done: true }
    },

    async fetch(handle, request, call): Promise<Drawn> {
      call.report({ message: 'Bringing the film home' })
      const { error, response } = await look(handle, call)
      if (error) throw failureOf(error)
      const refused = filteredIn(response)
      if (refused) throw refused
      const video = videoIn(response)
      if (!video?.videoBytes && video?.uri) throw inBucket(video.uri)
      if (video?.videoBytes === undefined) throw new ProviderError(notHandedOut)
      const media = await filmMedia(new Uint8Array(Buffer.from(video.videoBytes, 'base64')))
      const making = { digitalSourceType: digitalSource.trained, ...orderOf(request, call) }
      return { media, variants: [], alt: request.angle.picture, making }
    },

    cancel: async () => undefined,
  }
}

/** Veo counts no tokens. */
const nothing = { input: 0, cached: 0, output: 0, thoughts: 0 } as const

/** What is asked of Veo: the same for the same request, also after a restart. Bytes are asked for, as no bucket is named. */
const orderOf = (request: VideoRequest, { seed, instruction }: CallContext) => ({
  prompt: filmPrompt(request, filmed.seconds, instruction),
  parameters: {
    aspectRatio: '9:16',
    durationSeconds: filmed.seconds,
    resolution: filmed.resolution,
    generateAudio: true,
    seed: seedNumber(seed),
  },
})

/** The location becomes part of a host that a token is sent to: a name of another form is not asked for. */
function operationOf({ operation = '' }: Handle): Record<'name' | 'project' | 'location' | 'model', string> {
  const [, project, location, model] =
    /^projects\/([\w.:-]+)\/locations\/([a-z0-9-]+)\/publishers\/google\/models\/([\w.-]+)\/operations\/[\w.-]+$/.exec(
      operation,
    ) ?? []
  if (project !== undefined && location !== undefined && model !== undefined)
    return { name: operation, project, location, model }
  throw new ProviderError(forgotten)
}

const videoIn = (response: GenerateVideosResponse | undefined): Video | undefined =>
  response?.generatedVideos?.[0]?.video

/** Null where there is a film, whatever is said beside it, and where nothing was filtered. */
function filteredIn(response: GenerateVideosResponse | undefined): ProviderError | null {
  const { raiMediaFilteredCount: count = 0, raiMediaFilteredReasons: reasons = [] } = response ?? {}
  if (videoIn(response) || (count === 0 && reasons.length === 0)) return null
  return new ProviderError({ ...refusal(reasons.join(' ')), gone: true })
}

const inBucket = (uri: string): ProviderError =>
  new ProviderError({
    code: 'refused',
    message:
      'Google put the film into a bucket of yours, which is not read from here. Fetch it there; Retry makes it, and pays for it, again.',
    reason: quoted(uri),
    charged: true,
    gone: true,
  })

/** Google's numbers for what is over and comes back: quota or load, and unavailable. */
const passing: ReadonlySet<unknown> = new Set([8, 14])

/** Why an operation that is over has no film. Nothing was handed out, so nothing is paid. */
function failureOf({ code, message }: Record<string, unknown>): ProviderError {
  const said = typeof message === 'string' ? message : ''
  if (isBlock(said)) return new ProviderError({ ...refusal(said), gone: true })
  if (passing.has(code))
    return new ProviderError({
      code: 'unavailable',
      message: 'Google has too much to film at the moment.',
      reason: quoted(said),
      gone: true,
    })
  return new ProviderError({ ...notMade, reason: quoted(said) })
}
