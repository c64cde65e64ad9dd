import type { MakerNow } from '../../domain/call.ts'
import { AppError, ProviderError } from '../../domain/errors.ts'
import type { Handler, HandlerContext, Handlers, JobResult, Leaving } from '../../domain/handler.ts'
import type { Ids } from '../../domain/ids.ts'
import type { PictureJudge } from '../../domain/judge.ts'
import type { Asset } from '../../domain/asset.ts'
import type { Clock } from '../../domain/clock.ts'
import type { CallContext, Drawn, Provider, Writer } from '../../domain/provider.ts'
import type { Recipe } from '../../domain/recipe.ts'
import type { Storage } from '../../domain/storage.ts'
import type { CampaignReader } from '../../domain/store.ts'
import { loadOf } from '../../domain/upload.ts'
import { factsRead, type WebsiteReader } from '../../domain/website.ts'
import {
  analysisRequest,
  imageRequest,
  inputHashOf,
  textRequest,
  videoRequest,
  type Ground,
  type Inputs,
} from '../inputs.ts'
import { markMedia } from '../mark/mark-media.ts'
import { scoreOf } from '../rules/score-of.ts'
import { seedOf, sha256Of } from '../seed.ts'
import { checkDrawn } from './check-drawn.ts'
import { checkAnalysis, checkTexts } from './check-written.ts'
import { doLongWork } from './long-work.ts'
import { measuringOf, type MeasurePicture } from './measured-picture.ts'
import { putBytes } from './put-bytes.ts'
import { readReference, readUploads } from './read-uploads.ts'
import { readWebsite } from './read-website.ts'
import { withCritic } from './with-critic.ts'
import { takeMade } from './take-made.ts'

export type HandlerDeps = {
  /** Each job is made by the one it was planned with. */
  providers: readonly Provider[]
  /** Those that make words alone. */
  writers?: readonly Writer[]
  storage: Storage
  ids: Pick<Ids, 'asset'>
  clock: Clock
  website: WebsiteReader
  /** The rows of files. */
  uploads: CampaignReader['uploads']
  /** Knows what was made before. */
  made: CampaignReader['made']
  /** Measures pictures; nothing is measured when left out. */
  judgePicture?: PictureJudge
  /** Tells operators what broke and stopped nothing. */
  onTrouble?(error: unknown): void
}

/** One handler per job kind: what it needs from the claim, one provider call, what it leaves. */
export function createHandlers(deps: HandlerDeps): Handlers {
  const { providers, writers = [], storage, ids, clock, website } = deps
  const plannedWith = <Maker extends Writer>(makers: readonly Maker[], { claim }: HandlerContext): Maker => {
    const { provider: name } = claim.job
    const found = makers.find((one) => one.name === name)
    if (found) return found
    throw new ProviderError({
      code: 'refused',
      message: `This was planned with ${name}, which is not set up here. Set it up, start again and retry.`,
    })
  }
  const providerOf = (context: HandlerContext): Provider => plannedWith(providers, context)
  const writerOf = (context: HandlerContext): Writer => plannedWith<Writer>([...writers, ...providers], context)
  const callOf = async (context: HandlerContext, by: MakerNow): Promise<CallContext> => {
    const { claim, signal, say, report, answered } = context
    // What an earlier attempt submitted is attached to: no call goes out.
    const call = claim.open ? claim.calls : await context.beginCall(by)
    const { seed, instruction } = wishOf(context)
    return {
      signal,
      call,
      ref: `${claim.job.id}/${claim.lease.attempt}`,
      answered,
      seed,
      say,
      report,
      ...(instruction !== null && { instruction }),
    }
  }

  /** What was made of the same before, where the job may take it, else what is made now; with the hash of what it is made of. */
  const unlessMade = async (
    context: HandlerContext,
    { model }: MakerNow,
    request: Inputs['request'],
    make: () => Promise<Leaving>,
  ): Promise<JobResult> => {
    const { kind, provider } = context.claim.job
    const inputHash = inputHashOf({ kind, provider, model, request, ...wishOf(context) })
    const result: JobResult = (await takeMade(context, inputHash, deps)) ?? { ...(await make()), inputHash }
    return 'recipe' in result && result.recipe ? { ...result, recipe: { ...result.recipe, inputHash } } : result
  }

  const analysis: Handler = async (context) => {
    const { brief, posts } = context.claim
    const writer = writerOf(context)
    // Before the call that may cost: it is free, and an attempt that comes later reads again.
    const read = await readWebsite(context, website)
    const { material, notes } = await readUploads(context, deps, writer.shows)
    const request = analysisRequest(brief, posts, factsRead(read), material)
    const by = makerNow(context, writer.models.analysis, writer.price('analysis', loadOf(material)))
    const result = await unlessMade(context, by, request, async () => ({
      kind: 'analysis',
      analysis: checkAnalysis(await writer.analyze(request, await callOf(context, by)), posts),
    }))
    if (result.kind !== 'analysis') return result
    const sources = { ...(read && { website: read }), ...(notes.length > 0 && { uploads: notes }) }
    return { ...result, analysis: { ...result.analysis, ...sources } }
  }

  const text: Handler = async (context) => {
    const request = textRequest(groundOf(context))
    const writer = writerOf(context)
    const by = makerNow(context, writer.models.text, writer.price('text'))
    return unlessMade(context, by, request, async () => {
      const { call, review } = withCritic(await callOf(context, by), request)
      const said = await writer.write(request, call)
      return { kind: 'text', texts: checkTexts(said, request.brief.platforms), ...review() }
    })
  }

  const image: Handler = async (context) => {
    const provider = providerOf(context)
    const reference = await readReference(context, deps, provider.shows)
    const request = imageRequest(groundOf(context), reference)
    const by = makerNow(context, provider.models.image, provider.price('image'))
    return unlessMade(context, by, request, async () => {
      const measure = measuringOf(deps.judgePicture, context.claim, deps.onTrouble)
      const { call, review } = withCritic(await callOf(context, by), request, measure)
      const drawn = await provider.draw(request, call)
      const { asset, recipe } = await keep(context, 'image', drawn, { ...by, seed: call.seed, measure })
      return { kind: 'image', asset, recipe: { ...recipe, ...review() } }
    })
  }

  const video: Handler = async (context) => {
    const request = videoRequest(groundOf(context))
    const provider = providerOf(context)
    const { film } = provider
    const by = makerNow(context, provider.models.video, provider.price('video'))
    return unlessMade(context, by, request, async () => {
      const call = await callOf(context, by)
      const drawn =
        typeof film === 'function'
          ? await film(request, call)
          : await doLongWork(film, { request, call, context, clock })
      return { kind: 'video', ...(await keep(context, 'video', drawn, { ...by, seed: call.seed })) }
    })
  }

  /** Checked, marked, and bytes to storage first; the row that names them commits afterwards. */
  const keep = async (
    context: HandlerContext,
    kind: Asset['kind'],
    drawn: Drawn,
    { model, seed, measure }: Pick<MakerNow, 'model'> & { seed: string; measure?: MeasurePicture },
  ): Promise<{ asset: Asset; recipe: Recipe }> => {
    const checks = await checkDrawn(kind, drawn)
    if (measure) checks.push(...(await measure(drawn.media.bytes)))
    const { making, alt } = drawn
    const { name, draft } = providerOf(context)
    const mark = { digitalSourceType: making.digitalSourceType, provider: name, model }
    const media = markMedia(drawn.media, mark)
    const variants = drawn.variants.map((one) => markMedia(one, mark))
    const said = media === drawn.media ? 'no' : 'yes'
    const limit = { is: 'yes' }
    checks.push(
      scoreOf({ rule: 'file.mark', version: 1, unit: 'as-is', measured: said, limit, input: sha256Of(media.bytes) }),
    )
    const id = ids.asset()
    const url = `/api/v1/assets/${id}`
    const put = (data: Uint8Array) => putBytes(data, { storage, clock, context })
    const { sha256, bytes } = await put(media.bytes)
    const kept = await Promise.all(
      variants.map(async ({ bytes: data, width, height }) => ({
        width,
        height,
        url: kind === 'video' ? `${url}?still=1` : `${url}?size=${width}x${height}`,
        sha256: (await put(data)).sha256,
      })),
    )
    const { mime, width, height, durationMs } = media
    const about = { id, kind, mime, width, height, durationMs, bytes, sha256, url, alt, model, draft }
    return { asset: { ...about, variants: kept, provider: name }, recipe: { ...making, seed, checks } }
  }

  return { analysis, text, image, video }
}

/** What every job after the analysis stands on. Its absence is a bug of the plan, not of the brief. */
function groundOf({ claim }: HandlerContext): Ground {
  const { brief, analysis, post } = claim
  if (!analysis || !post?.angle)
    throw new AppError('internal', { detail: `Job ${claim.job.id} ran before its analysis.` })
  return { brief, analysis, angle: post.angle, post }
}

/** Who makes it now: models and prices may be others than when it was planned. What was submitted is made by whom it was submitted to. */
const makerNow = ({ claim }: HandlerContext, model: string, { highMicros }: { highMicros: number }): MakerNow => ({
  model: claim.open ? claim.job.model : model,
  reserveMicros: highMicros,
})

/** Which telling of its part a job makes, and what a person wants different in it. */
const wishOf = ({ claim: { brief, post, remake } }: HandlerContext): Pick<Inputs, 'seed' | 'instruction'> => ({
  seed: seedOf(brief, post?.index ?? 0, remake?.variant ?? 1),
  instruction: remake?.instruction ?? null,
})
