import { withoutNothing, type Brief } from '../domain/brief.ts'
import type { Caller } from '../domain/caller.ts'
import type { Clock } from '../domain/clock.ts'
import type { Capacity } from '../domain/courses.ts'
import type { Bus } from '../domain/dispatcher.ts'
import { editedPost } from '../domain/edits.ts'
import { AppError } from '../domain/errors.ts'
import type { CampaignId, Ids } from '../domain/ids.ts'
import { JobKindSchema, type JobKind } from '../domain/job.ts'
import { newJob, planCampaign, type Estimate } from '../domain/plan.ts'
import type { Provider, Writer } from '../domain/provider.ts'
import { quoteOf } from '../domain/quote.ts'
import type { Campaigns } from '../domain/room.ts'
import type { Storage } from '../domain/storage.ts'
import type { CampaignReader, JobStore } from '../domain/store.ts'
import type { TextCounter } from '../domain/text-counter.ts'
import { loadOf, missingUpload } from '../domain/upload.ts'
import { certificateOf } from './certificate.ts'
import { exportCampaign } from './export/export-campaign.ts'
import { createCrew, type Crew } from './crew.ts'
import { demand } from './demand.ts'
import { existingFor } from './existing.ts'
import { briefHashOf, hashOf, materialOf } from './seed.ts'

export type CampaignsDeps = {
  store: JobStore
  reader: CampaignReader
  /** Makes what has a budget. */
  provider: Provider
  /** Writes its words, in place of the provider, which then makes pictures and films alone. */
  writer?: Writer | null
  /** Makes what may cost nothing; may be the same. */
  free: Provider
  bus: Bus
  clock: Clock
  ids: Ids
  count: TextCounter
  currency: string
  capacity: Capacity
  storage: Pick<Storage, 'size' | 'read'>
}

const byKind = <T>(of: (kind: JobKind) => T): Record<JobKind, T> =>
  Object.fromEntries(JobKindSchema.options.map((kind) => [kind, of(kind)])) as Record<JobKind, T>

/** The use cases of the product, behind the door. */
export function createCampaigns(deps: CampaignsDeps): Campaigns {
  const { store, reader, provider, writer = null, free, bus, clock, ids, count, currency, capacity, storage } = deps
  const paidCrew = createCrew(writer ?? provider, provider)
  const freeCrew = createCrew(free, free)

  /** This installation's history, else a first guess for the weight and silence for the expectation. */
  const estimates = async (by: Crew): Promise<Record<JobKind, Estimate>> => {
    const known = await Promise.all(
      JobKindSchema.options.map(async (kind): Promise<[JobKind, Estimate]> => {
        const maker = by.maker(kind)
        const expected = await reader.history(maker.provider, maker.model, kind)
        return [kind, { weight: Math.max(1, expected?.p50Ms ?? by.guess(kind)), expected }]
      }),
    )
    return Object.fromEntries(known) as Record<JobKind, Estimate>
  }
  /** The most that one call of a kind may cost. */
  const reserves = (price: Crew['price']) => byKind((kind) => price(kind).highMicros)
  /**
   * What the files of a brief change: the crew's prices, with what they add, and the brief's hash. Throws AppError `invalid_input` for a file that is not
   * there.
   */
  const withFiles = async (
    caller: Caller,
    brief: Brief,
    by: Crew,
  ): Promise<{ price: Crew['price']; briefHash: string }> => {
    const files = await reader.uploads(caller, brief.uploads)
    const gone = brief.uploads.findIndex((id) => !files.some((file) => file.id === id))
    if (gone >= 0) throw missingUpload(gone)
    const load = loadOf(files)
    return { price: (kind) => by.price(kind, load), briefHash: briefHashOf(brief, files) }
  }
  const crewFor = ({ budgetMicros }: Brief): Crew => (budgetMicros === 0 ? freeCrew : paidCrew)
  const view: Campaigns['get'] = async (caller, id) => {
    demand(caller, 'read')
    return (await reader.view(caller, id)) ?? missing('campaign')
  }

  return {
    async create(caller, brief, idempotency) {
      demand(caller, 'create')
      const by = crewFor(brief)
      const known = await estimates(by)
      const planned = { estimate: (kind: JobKind) => known[kind], maker: by.maker }
      const { price, briefHash } = await withFiles(caller, brief, by)
      const existing = brief.reuse ? await existingFor(caller, brief, { reader, storage, by, price, briefHash }) : null
      const quote = quoteOf(brief, { ...planned, provider: by.name, currency, capacity, price, existing })
      const created = await store.create({
        caller,
        id: ids.campaign(),
        brief,
        name: brief.name ?? firstWords(brief.business),
        provider: by.name,
        cost: {
          currency,
          spentMicros: 0,
          reservedMicros: 0,
          quotedLowMicros: quote.cost.lowMicros,
          quotedHighMicros: quote.cost.highMicros,
          capMicros: brief.budgetMicros,
        },
        plan: planCampaign(brief, { ...planned, ids }),
        reserves: reserves(price),
        idempotency: idempotency && { ...idempotency, bodyHash: hashOf(withoutNothing(brief)) },
        briefHash,
      })
      return { view: created.view ?? (await view(caller, created.campaignId)), replayed: created.view === null }
    },
    async quote(caller, brief) {
      demand(caller, 'read')
      const by = crewFor(brief)
      const known = await estimates(by)
      const { price, briefHash } = await withFiles(caller, brief, by)
      const jobs = quoteOf(brief, {
        provider: by.name,
        currency,
        capacity,
        estimate: (kind) => known[kind],
        maker: by.maker,
        price,
        existing: await existingFor(caller, brief, { reader, storage, by, price, briefHash }),
      })
      return { ...jobs, ...by.preview(materialOf(brief)) }
    },
    list(caller, query) {
      demand(caller, 'read')
      return reader.list(caller, query)
    },
    get: view,
    async cancel(caller, id) {
      demand(caller, 'control')
      await store.cancelCampaign(caller, id)
      return view(caller, id)
    },
    async pause(caller, id) {
      demand(caller, 'control')
      await store.pauseCampaign(caller, id)
      return view(caller, id)
    },
    async resume(caller, id) {
      demand(caller, 'control')
      await store.resumeCampaign(caller, id)
      return view(caller, id)
    },
    async setCap(caller, id, capMicros) {
      demand(caller, 'control')
      await store.setCap(caller, id, capMicros)
      return view(caller, id)
    },
    async draft(caller, id) {
      demand(caller, 'control')
      const known = await estimates(freeCrew)
      const makers = byKind((kind) => ({ ...freeCrew.maker(kind), expected: known[kind].expected }))
      await store.draftParked(caller, id, makers)
      return view(caller, id)
    },
    remove(caller, id, purge) {
      demand(caller, 'control')
      return store.deleteCampaign(caller, id, purge)
    },
    async retryJob(caller, id, { reuse }) {
      demand(caller, 'control')
      await store.retryJob(caller, id, reuse)
      return (await reader.job(caller, id))?.job ?? missing('job')
    },
    async cancelJob(caller, id) {
      demand(caller, 'control')
      await store.cancelJob(caller, id)
      return (await reader.job(caller, id))?.job ?? missing('job')
    },
    async editPost(caller, id, version, edit) {
      demand(caller, 'edit')
      return store.editPost(caller, id, version, (post) => editedPost(post, edit, count))
    },
    async regenerate(caller, id, { parts, instruction }, idempotency) {
      demand(caller, 'control')
      const name = (await reader.providerOfPost(caller, id)) ?? missing('post')
      const by = name === free.name ? freeCrew : paidCrew
      const known = await estimates(by)
      const planning = {
        ids,
        estimate: (kind: JobKind) => known[kind],
        maker: by.maker,
      }
      return store.regenerate({
        caller,
        postId: id,
        jobs: parts.map((part) => newJob(planning, part, { dependsOn: [], postId: id })),
        reserves: reserves(by.price),
        instruction,
        idempotency: idempotency && { ...idempotency, bodyHash: hashOf([id, parts, instruction]) },
      })
    },
    async postVersions(caller, id) {
      demand(caller, 'read')
      return (await reader.postVersions(caller, id)) ?? missing('post')
    },
    async asset(caller, id) {
      demand(caller, 'read')
      return (await reader.asset(caller, id)) ?? missing('asset')
    },
    async export(caller, id) {
      const whole = await view(caller, id)
      const papers = await Promise.all(whole.assets.map(async (asset) => reader.assetHistory(caller, asset.id)))
      const certificates = papers.flatMap((history) => (history ? [certificateOf(history)] : []))
      return { view: whole, chunks: await exportCampaign(whole, certificates, storage) }
    },
    async certificate(caller, id) {
      demand(caller, 'read')
      return certificateOf((await reader.assetHistory(caller, id)) ?? missing('asset'))
    },
    async events(caller, id, { after, limit, waitMs, signal }) {
      demand(caller, 'read')
      const position = async (): Promise<{ seq: number; settled: boolean }> =>
        (await reader.position(caller, id)) ?? missing('campaign')
      if (waitMs > 0) await somethingAfter({ bus, clock }, id, after, waitMs, signal, position)
      const before = await position()
      const rows = await reader.events(id, after, limit)
      const { seq, settled } = await position()
      // A settled campaign that has more than the reader saw and no row of it: the log was cut (LOG_DAYS), nothing more will come.
      const isCut = before.settled && before.seq > after && rows.length === 0
      return { rows, seq, done: settled && (isCut || (rows.at(-1)?.seq ?? after) >= seq) }
    },
  }
}

/** Resolves when the log has more than `after`, the campaign is settled, or the wait is over. */
async function somethingAfter(
  { bus, clock }: Pick<CampaignsDeps, 'bus' | 'clock'>,
  id: CampaignId,
  after: number,
  waitMs: number,
  signal: AbortSignal,
  position: () => Promise<{ seq: number; settled: boolean }>,
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const stopHearing = bus.subscribe((wake) => wake.campaignId === id && wake.seq > after && resolve())
  const stopTimer = clock.after(waitMs, resolve)
  signal.addEventListener('abort', () => resolve(), { once: true })
  try {
    const { seq, settled } = await position()
    if (seq <= after && !settled && !signal.aborted) await promise
  } finally {
    stopHearing()
    stopTimer()
  }
}

function missing(what: string): never {
  throw new AppError('not_found', { detail: `There is no such ${what}.` })
}

/** A name until the analysis gives one: the brief's first words. */
function firstWords(business: string): string {
  const words = business.split(/\s+/).slice(0, 6).join(' ')
  const characters = Array.from(words)
  return characters.length > 48 ? `${characters.slice(0, 47).join('')}…` : words.replace(/[,.;:]$/, '')
}
