import { afterEach, describe, expect, it } from 'vitest'
import { createStages, jobOf, paymentsOf, type Way } from '../support/google-stage.ts'
import { createCampaign, settled } from '../support/rest-campaign.ts'
import type { Misbehaviour, VendorKind } from '../support/vendor/script.ts'

const { stage, clear } = createStages()
afterEach(clear)

type Moment = { kind: VendorKind; count: number; next: Partial<Record<VendorKind, (Misbehaviour | null)[]>> }

/** The vendor holds an answer back for ever at these; what it heard by then is what the server had done. */
const moments: Record<Way, { firstQuestion: Moment; download: Moment }> = {
  key: {
    firstQuestion: { kind: 'poll', count: 1, next: { poll: ['hang'] } },
    download: { kind: 'file', count: 1, next: { file: ['hang'] } },
  },
  vertex: {
    firstQuestion: { kind: 'poll', count: 1, next: { poll: ['hang'] } },
    // Veo hands the film out with the answer: the second question brings it home.
    download: { kind: 'poll', count: 2, next: { poll: [null, 'hang'] } },
  },
}

describe.each<[string, Way]>([
  ['by an interaction', 'key'],
  ['by Veo', 'vertex'],
])('a film %s, when the server is killed', (_, way) => {
  it('before Google answered: it is not made again, and a person is asked', async () => {
    const { vendor, serve } = await stage({ next: { video: ['hang'] } }, way)
    const first = await serve()
    const { id } = await createCampaign(first.url)
    await vendor.untilHeard('video', 1)
    await first.kill()

    const second = await serve()
    const done = await settled(second.url, id)
    const film = jobOf(done, 'video')
    expect(film).toMatchObject({ status: 'failed', error: { code: 'crashed', charged: true } })
    expect(film.costMicros).toBeGreaterThan(0)
    expect(await paymentsOf(vendor, 'video')).toEqual([1])

    expect((await fetch(`${second.url}/api/v1/jobs/${film.id}/retry`, { method: 'POST' })).status).toBe(202)
    expect(jobOf(await settled(second.url, id), 'video').status).toBe('completed')
    expect(await paymentsOf(vendor, 'video')).toEqual([2])
  })

  it.each([
    ['between its handle and the first answer about it', 'firstQuestion'],
    ['between its end and the download', 'download'],
  ] as const)('%s: it is found again, and paid once', async (_moment, name) => {
    const { kind, count, next } = moments[way][name]
    const { vendor, serve } = await stage({ next }, way)
    const first = await serve()
    const { id } = await createCampaign(first.url)
    await vendor.untilHeard(kind, count)
    await first.kill()

    const second = await serve()
    const done = await settled(second.url, id)
    expect(done.status).toBe('completed')
    expect(jobOf(done, 'video')).toMatchObject({ status: 'completed', attempt: 2, failures: 0 })
    expect(done.cost.reservedMicros).toBe(0)
    expect(done.cost.spentMicros).toBe(done.jobs.reduce((sum, job) => sum + job.costMicros, 0))
    expect(await paymentsOf(vendor, 'video')).toEqual([1])
  })

  it('not at all, and Google never says whether it took the film: it is not asked for again', async () => {
    const { vendor, serve } = await stage({ always: { video: 'drop' } }, way)
    const server = await serve()
    const { id } = await createCampaign(server.url)
    const film = jobOf(await settled(server.url, id), 'video')
    expect(film).toMatchObject({ status: 'failed', error: { charged: true } })
    expect(await paymentsOf(vendor, 'video')).toEqual([1])
  })
})
