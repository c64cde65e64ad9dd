import { afterEach, describe, expect, it } from 'vitest'
import { KeyTestSchema, SettingsSchema } from '../../lib/domain/settings.ts'
import { CertificateSchema } from '../../lib/domain/certificate.ts'
import { createStages, jobOf, paymentsOf } from '../support/google-stage.ts'
import { createCampaign, put, settled, until } from '../support/rest-campaign.ts'

const { stage, clear } = createStages()
afterEach(clear)

const words = { visuals: { images: false, videos: false } }

describe('a campaign by Vertex AI', () => {
  it('is made once, paid once, by Gemini in one location and Veo in another, and its certificate says how', async () => {
    const { vendor, serve } = await stage({}, 'vertex')
    const server = await serve()
    expect(server.output()).toContain('(provider: google: Vertex AI, project bakery-472311, location global)')
    const { id, cost: quoted } = await createCampaign(server.url, { postCount: 2 })
    const done = await settled(server.url, id)
    expect(done.status).toBe('completed')
    expect(await paymentsOf(vendor)).toEqual(done.jobs.map(() => 1))
    expect(done.cost).toMatchObject({ reservedMicros: 0 })
    expect(done.cost.spentMicros).toBe(done.jobs.reduce((sum, job) => sum + job.costMicros, 0))
    expect(done.cost.spentMicros).toBeLessThanOrEqual(quoted.quotedHighMicros)
    // Eight seconds at 0.40 dollars, at 0.86.
    expect(jobOf(done, 'video')).toMatchObject({ model: 'veo-3.1-generate-001', costMicros: 2_752_000 })
    const submitted = (await vendor.calls()).find(({ kind }) => kind === 'video')
    expect(submitted?.interaction).toContain('projects/bakery-472311/locations/us-central1/')

    const film = done.assets.find(({ kind }) => kind === 'video')
    const told = await (await fetch(`${server.url}/api/v1/assets/${film?.id}/provenance`)).json()
    const certificate = CertificateSchema.parse(told)
    expect(JSON.stringify(certificate)).toContain('"durationSeconds":8')
    const facts = await (await fetch(`${server.url}/api/v1/campaigns/${id}/events?limit=5000`)).text()
    expect(`${facts}${server.output()}${JSON.stringify(told)}`).not.toMatch(/ya29|who-i-am-elsewhere/)
  })

  it('says where it is on the settings page, tests the credentials for nothing, and takes no key', async () => {
    const { vendor, serve } = await stage({}, 'vertex')
    const server = await serve()
    const settings = SettingsSchema.parse(await (await fetch(`${server.url}/api/v1/settings`)).json())
    expect(settings).toMatchObject({
      key: { isSet: false },
      vertex: { project: 'bakery-472311', location: 'global', filmLocation: 'us-central1' },
    })
    expect(settings.provider.models.find(({ kind }) => kind === 'video')?.note?.listing?.prices).toEqual([
      { from: '2025-11-01', second: 0.4 },
    ])
    const page = await (await fetch(`${server.url}/settings`)).text()
    expect(page).toContain('Vertex AI in the project bakery-472311, location global')
    expect(page).toContain('Films are made in us-central1.')
    expect(page).toContain('US dollars per second of film')

    const refused = await put(server.url, { key: 'AIzaSyAnother-Key_0123456789abcdef' })
    expect([refused.status, (await refused.json()).detail]).toEqual([
      409,
      expect.stringContaining('Vertex AI takes no key'),
    ])
    const tested = await (await fetch(`${server.url}/api/v1/settings/key-test`, { method: 'POST' })).json()
    expect(KeyTestSchema.parse(tested)).toMatchObject({
      outcome: 'accepted',
      costMicros: 0,
      message: 'The credentials are accepted in the project bakery-472311.',
      models: [
        { model: 'gemini-3.8-flash', isListed: true },
        { model: 'gemini-3.1-flash-image', isListed: true },
        { model: 'veo-3.1-generate-001', isListed: null },
      ],
    })
    expect((await vendor.calls()).map(({ kind, accepted }) => (accepted ? kind : 'refused'))).toEqual([
      'token',
      'models',
      'models',
    ])
  })

  it('waits when its credentials may not, and goes on when a test finds that they may', async () => {
    const { vendor, serve } = await stage({ always: { analysis: '403' } }, 'vertex')
    const server = await serve()
    const { id } = await createCampaign(server.url, words)
    const waiting = await until(server.url, id, (view) => jobOf(view, 'analysis').waitingFor?.reason === 'key')
    expect(jobOf(waiting, 'analysis')).toMatchObject({
      status: 'queued',
      failures: 0,
      error: { code: 'refused', charged: false, message: expect.stringContaining('Vertex AI User') },
    })
    // What it may cost is held for when it goes on.
    expect(waiting.cost.spentMicros).toBe(0)
    expect(waiting.cost.reservedMicros).toBeGreaterThan(0)
    await vendor.change({ always: {} })
    await fetch(`${server.url}/api/v1/settings/key-test`, { method: 'POST' })
    expect((await settled(server.url, id)).status).toBe('completed')
    expect(await paymentsOf(vendor)).toEqual([1, 1])
  })

  it('finds a film again when only the question about it was refused: a retry pays nothing more', async () => {
    const { vendor, serve } = await stage({ always: { poll: 'no-billing' } }, 'vertex')
    const server = await serve()
    const { id } = await createCampaign(server.url)
    const broken = jobOf(await settled(server.url, id), 'video')
    expect(broken).toMatchObject({
      status: 'failed',
      costMicros: 2_752_000,
      error: { code: 'refused', charged: true, message: expect.stringContaining('no billing account') },
    })
    await vendor.change({ always: {} })
    await fetch(`${server.url}/api/v1/jobs/${broken.id}/retry`, { method: 'POST' })
    const done = await settled(server.url, id)
    expect(jobOf(done, 'video')).toMatchObject({ status: 'completed', costMicros: 2_752_000 })
    expect(done.cost.spentMicros).toBe(done.jobs.reduce((sum, job) => sum + job.costMicros, 0))
    expect(await paymentsOf(vendor, 'video')).toEqual([1])
  })

  it('waits without credentials, and wakes when it starts again with some', async () => {
    const { vendor, serve, dataDir } = await stage({}, 'vertex')
    const nowhere = { GOOGLE_APPLICATION_CREDENTIALS: '', METADATA_SERVER_DETECTION: 'none', HOME: dataDir }
    const first = await serve(nowhere)
    const { id } = await createCampaign(first.url, words)
    const waiting = await until(first.url, id, (view) => jobOf(view, 'analysis').waitingFor?.reason === 'key')
    expect(jobOf(waiting, 'analysis').error?.message).toContain('no credentials for Google Cloud')
    expect(await vendor.calls()).toEqual([])
    await first.stop()
    const second = await serve()
    expect((await settled(second.url, id)).status).toBe('completed')
  })
})
