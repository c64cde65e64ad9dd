import { AppError, ProviderError } from '../../domain/errors.ts'
import type { Analysis, Angle } from '../../domain/analysis.ts'
import type { Handler, HandlerContext, Handlers } from '../../domain/handler.ts'
import type { Ids } from '../../domain/ids.ts'
import type { Asset } from '../../domain/asset.ts'
import type { Clock } from '../../domain/clock.ts'
import { bestPlatform, platformRules, videoSize, type StillSize } from '../../domain/platform-rules.ts'
import type { Post } from '../../domain/post.ts'
import type { CallContext, Drawn, Provider, Writer } from '../../domain/provider.ts'
import type { Recipe } from '../../domain/recipe.ts'
import type { Storage } from '../../domain/storage.ts'
import type { CampaignReader } from '../../domain/store.ts'
import { factsRead, type WebsiteReader } from '../../domain/website.ts'
import { markMedia } from '../mark/mark-media.ts'
import { seedOf } from '../seed.ts'
import { checkDrawn } from './check-drawn.ts'
import { checkAnalysis, checkTexts } from './check-written.ts'
import { doLongWork } from './long-work.ts'
import { putBytes } from './put-bytes.ts'
import { readReference, readUploads } from './read-uploads.ts'
import { readWebsite } from './read-website.ts'

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
  const callOf = async (context: HandlerContext): Promise<CallContext> => {
    const { claim, signal, say, report, answered } = context
    // What an earlier attempt submitted is attached to: no call goes out.
    const call = claim.open ? claim.calls : await context.beginCall()
    const instruction = claim.remake?.instruction ?? null
    return {
      signal,
      call,
      ref: `${claim.job.id}/${claim.lease.attempt}`,
      answered,
      seed: seedOf(claim.brief, claim.post?.index ?? 0, claim.remake?.variant ?? 1),
      say,
      report,
      ...(instruction !== null && { instruction }),
    }
  }

  const analysis: Handler = async (context) => {
    const { brief, posts } = context.claim
    const slots = posts.map(({ index, kind }) => ({ index, kind }))
    const writer = writerOf(context)
    // Before the call that may cost: it is free, and an attempt that comes later reads again.
    const read = await readWebsite(context, website)
    const page = factsRead(read)
    const { material, notes } = await readUploads(context, deps, writer.shows)
    const request = {
      brief,
      posts: slots,
      ...(page && { website: page }),
      ...(material.length > 0 && { uploads: material }),
    }
    const said = checkAnalysis(await writer.analyze(request, await callOf(context)), posts)
    return {
      kind: 'analysis',
      analysis: { ...said, ...(read && { website: read }), ...(notes.length > 0 && { uploads: notes }) },
    }
  }

  const text: Handler = async (context) => {
    const { analysis: basis, angle, post } = groundOf(context)
    const { brief } = context.claim
    const request = { brief, analysis: basis, angle, kind: post.kind }
    const said = await writerOf(context).write(request, await callOf(context))
    return { kind: 'text', texts: checkTexts(said, brief.platforms) }
  }

  const image: Handler = async (context) => {
    const { brief } = context.claim
    const { analysis: basis, angle, post } = groundOf(context)
    const { size, others } = stillSizes(post, brief.platforms)
    const provider = providerOf(context)
    const reference = await readReference(context, deps, provider.shows)
    const request = { brief, analysis: basis, angle, size, others, ...(reference && { reference }) }
    const call = await callOf(context)
    const drawn = await provider.draw(request, call)
    return { kind: 'image', ...(await keep(context, 'image', drawn, call.seed)) }
  }

  const video: Handler = async (context) => {
    const { brief } = context.claim
    const { analysis: basis, angle } = groundOf(context)
    const request = { brief, analysis: basis, angle, size: videoSize }
    const { film } = providerOf(context)
    const call = await callOf(context)
    const drawn =
      typeof film === 'function' ? await film(request, call) : await doLongWork(film, { request, call, context, clock })
    return { kind: 'video', ...(await keep(context, 'video', drawn, call.seed)) }
  }

  /** Checked, marked, and bytes to storage first; the row that names them commits afterwards. */
  const keep = async (
    context: HandlerContext,
    kind: Asset['kind'],
    drawn: Drawn,
    seed: string,
  ): Promise<{ asset: Asset; recipe: Recipe }> => {
    const checks = await checkDrawn(kind, drawn)
    const { making, alt } = drawn
    const { name, draft } = providerOf(context)
    const { model } = context.claim.job
    const mark = { digitalSourceType: making.digitalSourceType, provider: name, model }
    const media = markMedia(drawn.media, mark)
    const variants = drawn.variants.map((one) => markMedia(one, mark))
    checks.push({ rule: 'says inside how it was made', measured: media === drawn.media ? 'no' : 'yes', limit: 'yes' })
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
function groundOf({ claim }: HandlerContext): { analysis: Analysis; angle: Angle; post: Post } {
  const { analysis, post } = claim
  if (!analysis || !post?.angle)
    throw new AppError('internal', { detail: `Job ${claim.job.id} ran before its analysis.` })
  return { analysis, angle: post.angle, post }
}

/** The still of the platform that shows the post best, and the other sizes its platforms ask for. */
function stillSizes(
  post: Post,
  platforms: readonly (keyof typeof platformRules)[],
): { size: StillSize; others: StillSize[] } {
  const size = platformRules[bestPlatform(post.kind, post.index, platforms)].still
  const bySize = new Map(
    platforms.map((platform) => [JSON.stringify(platformRules[platform].still), platformRules[platform].still]),
  )
  bySize.delete(JSON.stringify(size))
  return { size, others: [...bySize.values()] }
}
