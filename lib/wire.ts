import { randomBytes } from 'node:crypto'
import { access, constants, mkdir, readFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import { createCampaigns } from './campaigns/campaigns.ts'
import { createSettings } from './campaigns/settings.ts'
import { createHandlers } from './campaigns/handlers/handlers.ts'
import { createPictureJudge } from './campaigns/rules/judge-picture.ts'
import { judgePost } from './campaigns/rules/judge-post.ts'
import { createUploads } from './campaigns/uploads.ts'
import { connectPrisma } from './db/connect.ts'
import { migrate } from './db/migrate.ts'
import { createSqliteJobStore } from './db/sqlite/job-store.ts'
import { createSqliteReader } from './db/sqlite/reader.ts'
import type { Clock } from './domain/clock.ts'
import { isAppError } from './domain/errors.ts'
import { createIds } from './domain/ids.ts'
import type { JobKind } from './domain/job.ts'
import type { Provider, Writer } from './domain/provider.ts'
import type { Health, Unfold } from './domain/room.ts'
import type { KeyKeeper } from './domain/settings.ts'
import type { JobStore } from './domain/store.ts'
import { createBus } from './engine/bus.ts'
import { createLive } from './engine/live.ts'
import { isGone, selfOwner } from './engine/owner.ts'
import { timeLimits } from './engine/time-limit.ts'
import { createUpkeep } from './engine/upkeep.ts'
import { createWorker, type Worker } from './engine/worker.ts'
import type { Env, OpenAiEnv } from './env.ts'
import type { GoogleEnv } from './env-google.ts'
import { countText } from './providers/count-characters.ts'
import { defaultModels, vertexModels } from './providers/google/data/models.ts'
import { previewOf } from './providers/studio/copy/preview-of.ts'
import { createStudio, type Studio } from './providers/studio/studio.ts'
import { createUploadReader } from './reading/upload-reader.ts'
import { createFileStorage } from './storage/files.ts'
import { createKeyFile } from './storage/key-file.ts'
import { createWebsiteReader } from './web/website-reader.ts'

/** A worker whose loop has not gone round for this long does not count as alive, ms. */
const silentMs = 5_000

export type Wired = {
  room: Unfold
  /** Begins to run jobs, where the role does. */
  start(): void
  /** Says goodbye to streams, hands running jobs back, closes everything. Idempotent. */
  stop(): Promise<void>
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, call) {
    const timer = setTimeout(call, ms)
    timer.unref()
    return () => clearTimeout(timer)
  },
}

/** Builds the engine room, once per process. Throws an Error whose message says what to do when the data folder cannot be used. */
export async function wire(env: Env): Promise<Wired> {
  await prepareFolder(env.DATA_DIR)
  await migrate({ databaseFile: env.databaseFile })

  const clock = systemClock
  const ids = createIds(clock.now, (length) => randomBytes(length))
  const onTrouble = (error: unknown): void =>
    console.error('unfold: trouble:', isAppError(error) ? `${error.code}: ${error.message}` : error)
  const concurrency = env.WORKER_CONCURRENCY ?? Math.max(6, os.availableParallelism() * 3)
  const capacity = { slots: slotsOf(concurrency, env), concurrency }
  const capMicros = env.SPEND_CAP_MICROS ?? null
  const store = createSqliteJobStore({ file: env.databaseFile, clock, ids, capacity, capMicros, judge: judgePost })
  const prisma = await connectPrisma(env.databaseFile)
  const reader = createSqliteReader({ file: env.databaseFile, prisma })
  const bus = createBus({
    clock,
    onCommit: store.onCommit,
    dataVersion: reader.dataVersion,
    lastChange: reader.lastChange,
    changedSince: reader.changedSince,
  })
  const live = createLive({ reader, bus, clock, onTrouble })
  const storage = createFileStorage(path.join(env.DATA_DIR, 'assets'), clock)
  const studio = studioOf(env)
  const access = env.google?.access ?? null
  const vertex = access && 'vertex' in access ? access.vertex : null
  const keeper =
    access && 'apiKey' in access ? createKeyFile(path.join(env.DATA_DIR, 'google-key'), access.apiKey) : null
  const google = env.google && (await googleOf(env.google, keeper, { clock, critic: env.CRITIC === 'on' }))
  const openai = env.openai && (await openAiOf(env.openai, env.CRITIC === 'on'))
  const provider = google ?? studio
  const writer = openai ?? provider
  const campaigns = createCampaigns({
    store,
    reader,
    provider,
    writer,
    free: studio,
    bus,
    clock,
    ids,
    count: countText,
    currency: env.CURRENCY,
    capacity,
    storage,
  })

  const files = createUploadReader()
  const website = createWebsiteReader({ named: env.WEBSITE_ALLOW })
  const owner = selfOwner()
  const worker =
    env.ROLE === 'web'
      ? null
      : createWorker({
          store,
          handlers: createHandlers({
            providers: google ? [google, studio] : [studio],
            writers: openai ? [openai] : [],
            storage,
            ids,
            clock,
            website,
            uploads: reader.uploads,
            made: reader.made,
            judgePicture: createPictureJudge(studio.measure),
            onTrouble,
          }),
          clock,
          limits: timeLimits(env.google === null ? env.STUDIO_LATENCY_MS : 0),
          owner,
          isGone: (other) => isGone(other, owner),
          ...capacity,
          random: Math.random,
          onUnexpected: (error, claim) =>
            console.error(`unfold: job ${claim.job.id} (${claim.job.kind}) broke:`, error),
          onTrouble,
        })
  if (worker) void google?.warmUp?.()
  const upkeep = worker && createUpkeep({ store, storage, clock, logDays: env.LOG_DAYS ?? null, onTrouble })
  if (worker) bus.subscribe(({ ready }) => ready !== false && worker.wake())

  let stopping: Promise<void> | null = null
  const stop = async (): Promise<void> => {
    live.close()
    await upkeep?.stop()
    await worker?.stop(env.DRAIN_S * 1_000)
    await Promise.all([studio.close(), google?.close(), openai?.close(), files.close()])
    bus.close()
    await reader.close()
    await store.close()
  }
  return {
    room: {
      version: await versionOf(),
      provider: {
        name: writer.name,
        draft: writer.draft,
        models: { ...provider.models, ...writer.models },
        ...(vertex && { place: `Vertex AI, project ${vertex.project}, location ${vertex.location}` }),
      },
      currency: env.CURRENCY,
      campaigns,
      uploads: createUploads({ store, reader, storage, files, ids, clock }),
      settings: createSettings({
        writer,
        provider,
        variable: 'GEMINI_API_KEY',
        keeper,
        vertex,
        store,
        currency: env.CURRENCY,
        capMicros,
        clock,
        onTrouble,
      }),
      live,
      storage,
      ready: () => healthOf(store, worker),
      hosts: { loopbackOnly: true, port: env.PORT },
    },
    start() {
      // The key may be another one than before.
      if (worker) store.unpark({ key: true }).catch(onTrouble)
      worker?.start()
      upkeep?.start()
    },
    stop: () => (stopping ??= stop()),
  }
}

function studioOf({ STUDIO_LATENCY_MS, STUDIO_FAULTS, FFMPEG_PATH }: Env): Studio {
  return createStudio({
    latencyMs: STUDIO_LATENCY_MS,
    faults: STUDIO_FAULTS,
    ...(FFMPEG_PATH !== undefined && { ffmpegPath: FFMPEG_PATH }),
  })
}

/** The SDK is loaded where Google is asked. */
async function googleOf(
  google: GoogleEnv,
  keeper: KeyKeeper | null,
  { clock, critic }: { clock: Clock; critic: boolean },
): Promise<Provider> {
  const [{ createGoogle }, { readCatalogue }] = await Promise.all([
    import('./providers/google/google.ts'),
    import('./providers/google/catalogue.ts'),
  ])
  const models = { ...(keeper ? defaultModels : vertexModels), ...google.models }
  const access = keeper ? { apiKey: keeper.current } : google.access
  const catalogue = readCatalogue(google.catalogueFile)
  return createGoogle({ ...google, access, models, catalogue, critic, now: clock.now, preview: seen })
}

/** Words alone: pictures and films are the studio's. */
async function openAiOf(openai: OpenAiEnv, critic: boolean): Promise<Writer> {
  const { createOpenAi } = await import('./providers/openai/openai.ts')
  return createOpenAi({ ...openai, critic, preview: seen })
}

/** What a brief says is read by the studio's eyes: it costs nothing. */
const seen: Writer['preview'] = (brief) => ({ ...previewOf(brief), sample: null, notes: [] })

/** An own model mostly answers one after the other: more that wait there would look like silence. */
const ownModelSlots = 2

/** Texts are quick, pictures share the cores, a film takes one. Work that is done elsewhere shares nothing here. */
function slotsOf(concurrency: number, { google, openai }: Env): Record<JobKind, number> {
  if (google) return { analysis: concurrency, text: concurrency, image: concurrency, video: concurrency }
  const cores = os.availableParallelism()
  const words = openai ? Math.min(concurrency, ownModelSlots) : concurrency
  return { analysis: words, text: words, image: Math.min(concurrency, Math.max(2, cores)), video: 1 }
}

async function healthOf(store: JobStore, worker: Worker | null): Promise<Health> {
  const reasons: string[] = []
  await store
    .probe()
    .catch((error: unknown) => reasons.push(error instanceof Error ? error.message : 'The store cannot be written.'))
  const silent = worker?.sinceBeat() ?? Number.POSITIVE_INFINITY
  if (worker && silent > silentMs) reasons.push('The worker has stopped: its heart does not beat.')
  if (reasons.length > 0) return { status: 'unavailable', reasons }
  return worker ? { status: 'ok', reasons } : { status: 'degraded', reasons: ['This process runs no jobs (ROLE=web).'] }
}

async function prepareFolder(folder: string): Promise<void> {
  try {
    await mkdir(path.join(folder, 'assets'), { recursive: true })
    await access(folder, constants.W_OK)
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    throw new Error(`DATA_DIR: ${folder} cannot be written (${why}). Choose a folder this user may write to.`, {
      cause: error,
    })
  }
}

async function versionOf(): Promise<string> {
  const text = await readFile(new URL('../package.json', import.meta.url), 'utf8')
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version
}
