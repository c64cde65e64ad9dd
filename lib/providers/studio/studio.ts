import { ProviderError } from '../../domain/errors.ts'
import type { JobKind } from '../../domain/job.ts'
import type { PixelMeter } from '../../domain/judge.ts'
import type { CallContext, Drawn, ImageRequest, Provider, VideoRequest } from '../../domain/provider.ts'
import { digitalSource } from '../../domain/recipe.ts'
import { composeAnalysis } from './copy/compose-analysis.ts'
import { composePost } from './copy/compose-post.ts'
import { previewOf } from './copy/preview-of.ts'
import { warmUp } from './copy/warm-up.ts'
import { failAsScripted, type StudioFault } from './faults.ts'
import { filmSpecOf, stillSpecOf } from './art-direction.ts'
import { filmAltOf } from './motion/film-spec.ts'
import { createMotionStage } from './motion/stage.ts'
import { createPace, leastSteps, sayPaced } from './pace.ts'
import { altOf } from './stills/alt-text.ts'
import { createStillStage } from './stills/stage.ts'

export type StudioOptions = {
  /** Spread over each job (the contract's STUDIO_LATENCY_MS). */
  latencyMs: number
  faults: readonly StudioFault[]
  ffmpegPath?: string | null
}

/** The models the studio names on jobs and assets: its own recipes, by version. */
const models = {
  analysis: 'studio-copy-1',
  text: 'studio-copy-1',
  image: 'studio-still-1',
  video: 'studio-film-1',
} as const satisfies Record<JobKind, string>

/** Drawn by rules from the brief's own facts: no model, no prompt. */
const unprompted = { digitalSourceType: digitalSource.algorithmic, prompt: null } as const

/** Its threads measure pictures of every maker, too: they hold what opens pictures, and another thread would take 30 MB. */
export type Studio = Provider & { measure: PixelMeter }

/** The built-in provider: real drafts from the brief's own facts, without a key or a network. */
export function createStudio({ latencyMs, faults, ffmpegPath }: StudioOptions): Studio {
  warmUp()
  const stills = createStillStage()
  const motion = createMotionStage(ffmpegPath === undefined ? {} : { ffmpegPath })

  const draw = async (request: ImageRequest, call: CallContext): Promise<Drawn> => {
    failAsScripted(faults, 'image', call.call)
    const sizes = [request.size, ...request.others]
    const waits = latencyMs > 0 ? leastSteps : 0
    const total = sizes.length + waits
    const pace = createPace(latencyMs, waits, call.signal)
    let done = 0
    const told = (): void => {
      done += 1
      call.report({ progress: done / total, measure: { done, total, unit: 'step' }, message: 'Drawing' })
    }
    for (let wait = 0; wait < waits; wait++) {
      await pace()
      told()
    }
    const drawn = []
    for (const size of sizes) {
      drawn.push(await stills.render(stillSpecOf(request, size, call.seed), call.signal))
      told()
    }
    const [media, ...variants] = drawn.map(({ bytes, mime, width, height }) => ({
      bytes,
      mime,
      width,
      height,
      durationMs: null,
    }))
    if (!media) throw new ProviderError({ code: 'unavailable', message: 'No picture came back from the studio.' })
    const spec = stillSpecOf(request, request.size, call.seed)
    const { template, motif } = spec
    return { media, variants, alt: altOf(spec), making: { ...unprompted, parameters: { template, motif } } }
  }

  const film = async (request: VideoRequest, call: CallContext): Promise<Drawn> => {
    failAsScripted(faults, 'video', call.call)
    const pace = createPace(latencyMs, leastSteps, call.signal)
    for (let wait = 1; latencyMs > 0 && wait <= leastSteps; wait++) {
      await pace()
      call.report({ message: `Setting the stage, step ${wait} of ${leastSteps}` })
    }
    const spec = filmSpecOf(request, call.seed)
    const onFrame = ({ done, total }: { done: number; total: number }): void =>
      call.report({ progress: done / total, measure: { done, total, unit: 'frame' }, message: 'Rendering' })
    const { bytes, mime, width, height, durationMs, poster } = await motion.film(spec, onFrame, call.signal)
    const still = { bytes: poster, mime: 'image/jpeg', width, height, durationMs: null }
    const { fps, seconds, motif } = spec
    return {
      media: { bytes, mime, width, height, durationMs },
      variants: [still],
      alt: filmAltOf(spec),
      making: { ...unprompted, parameters: { fps, seconds, motif } },
    }
  }

  return {
    name: 'studio',
    draft: true,
    models,
    price: () => ({ lowMicros: 0, highMicros: 0 }),
    preview: previewOf,
    async analyze(request, call) {
      failAsScripted(faults, 'analysis', call.call)
      const { analysis, said } = composeAnalysis(request, call.seed)
      await sayPaced(said, latencyMs, call)
      return analysis
    },
    async write(request, call) {
      failAsScripted(faults, 'text', call.call)
      const { texts, said } = composePost(request, call.seed)
      await sayPaced(said, latencyMs, call)
      return texts
    },
    draw,
    film,
    measure: stills.measure,
    async close() {
      await Promise.all([stills.close(), motion.close()])
    },
  }
}
