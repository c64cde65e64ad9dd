import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { CertificateSchema } from '../../lib/domain/certificate.ts'
import type { JobEvent } from '../../lib/domain/event.ts'
import { SettingsSchema } from '../../lib/domain/settings.ts'
import { foldOf } from '../support/campaigns.ts'
import { createStages, jobOf, paymentsOf, stageKey } from '../support/google-stage.ts'
import { createCampaign, put, settled, until } from '../support/rest-campaign.ts'

const { stage, clear } = createStages()
afterEach(clear)

describe('a campaign by Google', () => {
  it('is made once, paid once, and its books say what the vendor counted', async () => {
    const { vendor, serve } = await stage()
    const server = await serve()
    expect(server.output()).toContain('provider: google')
    const { id, cost: quoted } = await createCampaign(server.url, { postCount: 6 })
    const done = await settled(server.url, id)
    expect(done.status).toBe('completed')
    expect(done.assets.every(({ provider, draft }) => provider === 'google' && !draft)).toBe(true)
    expect(done.cost.reservedMicros).toBe(0)
    expect(done.cost.spentMicros).toBe(done.jobs.reduce((sum, job) => sum + job.costMicros, 0))
    expect(done.cost.spentMicros).toBeGreaterThan(0)
    expect(done.cost.spentMicros).toBeGreaterThanOrEqual(quoted.quotedLowMicros)
    expect(done.cost.spentMicros).toBeLessThanOrEqual(quoted.quotedHighMicros)
    expect(done.jobs.every(({ costMicros }) => costMicros > 0)).toBe(true)
    expect(await paymentsOf(vendor)).toEqual(done.jobs.map(() => 1))
    const facts = await (await fetch(`${server.url}/api/v1/campaigns/${id}/events?limit=5000`)).text()
    expect(facts).not.toContain(stageKey)
    expect(server.output()).not.toContain(stageKey)
  })

  it.each([
    [{ platforms: ['x'], visuals: { images: false, videos: false } }, {}],
    [{ postCount: 7, platforms: ['linkedin', 'facebook'], visuals: { images: false, videos: true } }, {}],
    [{ postCount: 3, visuals: { images: true, videos: false } }, { CRITIC: 'off' }],
  ])('costs what its quote says, neither less nor more: %o %o', async (over, env) => {
    const { serve } = await stage()
    const server = await serve(env)
    const { id, cost: quoted } = await createCampaign(server.url, over)
    const { cost, status } = await settled(server.url, id)
    expect(status).toBe('completed')
    expect(cost.spentMicros).toBeGreaterThanOrEqual(quoted.quotedLowMicros)
    expect(cost.spentMicros).toBeLessThanOrEqual(quoted.quotedHighMicros)
  })

  it('waits with a key that is not allowed to do this, for nothing, and goes on when a test finds it accepted', async () => {
    const { vendor, serve } = await stage({ always: { analysis: '403' } })
    const server = await serve()
    const { id } = await createCampaign(server.url, { visuals: { images: false, videos: false } })
    const waiting = await until(server.url, id, (view) => jobOf(view, 'analysis').waitingFor?.reason === 'key')
    expect(jobOf(waiting, 'analysis')).toMatchObject({
      failures: 0,
      error: { code: 'refused', charged: false, message: expect.stringContaining('test the key in the settings') },
    })
    expect(waiting.cost.spentMicros).toBe(0)
    await vendor.change({ always: {} })
    await fetch(`${server.url}/api/v1/settings/key-test`, { method: 'POST' })
    expect((await settled(server.url, id)).status).toBe('completed')
    expect(await paymentsOf(vendor)).toEqual([1, 1])
  })

  it('waits when Google does not take the key, and goes on at once when the settings are given another', async () => {
    const { vendor, serve, dataDir } = await stage({ revoked: [stageKey] })
    const server = await serve()
    const { id } = await createCampaign(server.url, { visuals: { images: false, videos: false } })
    const waiting = await until(server.url, id, (view) => jobOf(view, 'analysis').waitingFor?.reason === 'key')
    expect(jobOf(waiting, 'analysis')).toMatchObject({
      status: 'queued',
      failures: 0,
      error: { code: 'refused', charged: false, message: expect.stringContaining('API key') },
    })
    // What it may cost is held for when it goes on.
    expect(waiting.cost.spentMicros).toBe(0)
    expect(waiting.cost.reservedMicros).toBeGreaterThan(0)
    expect(JSON.stringify(waiting)).not.toContain(stageKey)

    const another = 'AIzaSyAnother-Key_0123456789abcdef'
    const given = await put(server.url, { key: another })
    const told = await given.text()
    expect([given.status, told.includes(another)]).toEqual([200, false])
    expect(SettingsSchema.parse(JSON.parse(told)).key.givenAt).not.toBeNull()
    expect((await settled(server.url, id)).status).toBe('completed')
    expect(await paymentsOf(vendor)).toEqual([1, 1])

    const file = path.join(dataDir, 'google-key')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await readFile(file, 'utf8')).toBe(`${another}\n`)
    for (const bad of [{ key: 'two words' }, { key: '' }, { key: 7 }, {}, { key: null, more: 1 }]) {
      const refused = await put(server.url, bad)
      expect([refused.status, refused.headers.get('content-type')]).toEqual([422, 'application/problem+json'])
    }
    expect(SettingsSchema.parse(await (await put(server.url, { key: null })).json()).key.givenAt).toBeNull()
    await expect(stat(file)).rejects.toThrow('ENOENT')
    expect(server.output()).not.toContain(another)
    expect(server.output()).not.toContain(stageKey)
  })

  it('does not wait for the quota of a key when the settings are given another', async () => {
    const { vendor, serve } = await stage({ next: { analysis: ['429-day'] } })
    const server = await serve()
    const { id } = await createCampaign(server.url, { visuals: { images: false, videos: false } })
    await until(server.url, id, (view) => jobOf(view, 'analysis').waitingFor?.reason === 'quota')
    await put(server.url, { key: 'AIzaSyAnother-Key_0123456789abcdef' })
    expect((await settled(server.url, id)).status).toBe('completed')
    expect(await paymentsOf(vendor)).toEqual([1, 1])
  })

  it('wakes what waits for a key when it starts again, and keeps the key that was given', async () => {
    const { vendor, serve } = await stage({ revoked: [stageKey, 'AIzaSyAnother-Key_0123456789abcdef'] })
    const first = await serve()
    const { id } = await createCampaign(first.url, { visuals: { images: false, videos: false } })
    await until(first.url, id, (view) => jobOf(view, 'analysis').waitingFor?.reason === 'key')
    await put(first.url, { key: 'AIzaSyAnother-Key_0123456789abcdef' })
    await first.stop()
    await vendor.change({ revoked: [stageKey] })
    const second = await serve()
    const settings = await (await fetch(`${second.url}/api/v1/settings`)).json()
    expect(SettingsSchema.parse(settings).key.givenAt).not.toBeNull()
    expect((await settled(second.url, id)).status).toBe('completed')
  })
})

describe('a campaign that was planned for another model', () => {
  it('is made, booked and certified by the one that is named now, with all of its money held', async () => {
    const { vendor, serve } = await stage({ revoked: [stageKey] })
    const first = await serve()
    const { id } = await createCampaign(first.url, { postCount: 1, visuals: { images: true, videos: false } })
    const waiting = await until(first.url, id, (view) => jobOf(view, 'analysis').waitingFor?.reason === 'key')
    await first.stop()
    await vendor.change({ revoked: [] })
    const dearer = { GOOGLE_TEXT_MODEL: 'gemini-3.1-pro-preview', GOOGLE_IMAGE_MODEL: 'gemini-3-pro-image' }
    const second = await serve(dearer)
    const done = await settled(second.url, id)
    expect(done.jobs.map(({ status, model }) => [status, model])).toEqual([
      ['completed', dearer.GOOGLE_TEXT_MODEL],
      ['completed', dearer.GOOGLE_TEXT_MODEL],
      ['completed', dearer.GOOGLE_IMAGE_MODEL],
    ])
    const paper = await (await fetch(`${second.url}/api/v1/assets/${done.assets[0]?.id}/provenance`)).json()
    expect(CertificateSchema.parse(paper)).toMatchObject({
      asset: { model: dearer.GOOGLE_IMAGE_MODEL },
      model: dearer.GOOGLE_IMAGE_MODEL,
      attempts: [{ state: 'closed' }, { model: dearer.GOOGLE_IMAGE_MODEL }],
    })
    expect(await paymentsOf(vendor)).toEqual(done.jobs.map(() => 1))
    const facts = await (await fetch(`${second.url}/api/v1/campaigns/${id}/events?limit=5000`)).json()
    expect(foldOf(facts.items)).toEqual(done)
    const mostHeld = Math.max(...facts.items.map((fact: JobEvent) => fact.campaign.cost.reservedMicros))
    expect(mostHeld).toBeGreaterThan(2 * waiting.cost.reservedMicros)
    expect(done.cost.reservedMicros).toBe(0)
  })
})

describe('a campaign that was planned with another provider', () => {
  it('is finished by the studio it was planned with, without a word to Google', async () => {
    const { vendor, serve } = await stage()
    const first = await serve({ PROVIDER: 'studio', STUDIO_LATENCY_MS: '20000' })
    const { id } = await createCampaign(first.url, { visuals: { images: false, videos: false } })
    await first.stop()
    const second = await serve()
    const done = await settled(second.url, id)
    expect(done).toMatchObject({ status: 'completed', provider: 'studio', cost: { spentMicros: 0 } })
    expect(await vendor.calls()).toEqual([])
  })

  it('asks for Google when it was planned with Google and no key is there', async () => {
    const { vendor, serve } = await stage({ latency: { analysis: 20_000 } })
    const first = await serve()
    const { id } = await createCampaign(first.url, { visuals: { images: false, videos: false } })
    await vendor.untilHeard('analysis', 1)
    await first.kill()
    const second = await serve({ PROVIDER: 'studio' })
    const { error } = jobOf(await settled(second.url, id), 'analysis')
    expect(error).toMatchObject({ code: 'refused', message: expect.stringContaining('google') })
    expect(await paymentsOf(vendor)).toEqual([1])
  })
})
