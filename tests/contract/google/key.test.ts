import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createSettings } from '../../../lib/campaigns/settings.ts'
import { local } from '../../../lib/domain/caller.ts'
import { KeyTestSchema, SettingsSchema, type KeyTest } from '../../../lib/domain/settings.ts'
import { defaultModels } from '../../../lib/providers/google/data/models.ts'
import { createManualClock } from '../../support/clock.ts'
import { googleAt, testKey } from '../../support/google.ts'
import { goodScript, type Misbehaviour } from '../../support/vendor/script.ts'
import { startVendor, type Vendor } from '../../support/vendor/server.ts'

let vendor: Vendor
beforeAll(async () => {
  vendor = await startVendor()
})
afterAll(() => vendor.close())
beforeEach(() => vendor.change({ ...goodScript, next: {}, always: {} }))

const desk = (over: { models?: Partial<Record<'text' | 'image' | 'video', string>>; patienceMs?: number } = {}) => {
  const provider = googleAt(vendor.url, {
    models: { ...defaultModels, ...over.models },
    ...(over.patienceMs !== undefined && { patience: { poll: over.patienceMs } }),
  })
  return createSettings({
    writer: provider,
    provider,
    variable: 'GEMINI_API_KEY',
    keeper: { current: () => testKey, keptAt: () => null, keep: () => {}, forget: () => {} },
    vertex: null,
    store: { unpark: async () => undefined },
    currency: 'EUR',
    capMicros: null,
    clock: createManualClock(),
    onTrouble: (error) => {
      throw error
    },
  })
}

test('a good key is accepted by one call that makes nothing', async () => {
  const before = vendor.calls().length
  const said = KeyTestSchema.parse(await desk().testKey(local))
  expect(said).toMatchObject({ outcome: 'accepted', reason: null, costMicros: 0 })
  expect(said.models).toEqual(Object.values(defaultModels).map((model) => ({ model, isListed: true })))
  expect(
    vendor
      .calls()
      .slice(before)
      .map(({ kind }) => kind),
  ).toEqual(['models'])
})

test('two who ask at once ask once', async () => {
  const before = vendor.calls().length
  const one = desk()
  expect(await Promise.all([one.testKey(local), one.testKey(local)])).toHaveLength(2)
  expect(vendor.calls().length - before).toBe(1)
})

test('a model that stands in no list is named', async () => {
  const said = await desk({ models: { video: 'gemini-gone' } }).testKey(local)
  expect(said.models.filter(({ isListed }) => !isListed)).toEqual([{ model: 'gemini-gone', isListed: false }])
})

test.each<[Misbehaviour, KeyTest['outcome'], RegExp]>([
  ['bad-key', 'refused', /does not accept the API key/],
  ['401', 'refused', /does not accept the API key/],
  ['suspended-key', 'refused', /does not accept the API key/],
  ['403', 'refused', /not allowed/],
  ['404', 'unknown', /no list of models at this address/],
  ['429-minute', 'unknown', /pause/],
  ['503', 'unknown', /overloaded/],
  ['drop', 'unknown', /broke/],
  ['hang', 'unknown', /too long/],
])('%s is told in words, without the key', async (fate, outcome, words) => {
  vendor.change({ next: { models: [fate] } })
  const said: KeyTest = await desk(fate === 'hang' ? { patienceMs: 100 } : {}).testKey(local)
  expect(said).toMatchObject({ outcome, models: [], costMicros: 0 })
  expect(said.message).toMatch(words)
  expect(JSON.stringify(said)).not.toContain(testKey)
})

test('the settings tell dated prices with their source, and nothing of the key', () => {
  const settings = SettingsSchema.parse(desk({ models: { image: 'gemini-unheard' } }).read(local))
  const [, text, image] = settings.provider.models
  expect(text).toMatchObject({ kind: 'text', model: 'gemini-3.8-flash' })
  expect(text?.highMicros).toBeGreaterThan(text?.lowMicros ?? 0)
  expect(text?.note).toMatchObject({
    variable: 'GOOGLE_TEXT_MODEL',
    // The second price begins in January; it is November.
    listing: { current: 0, readOn: '2026-09-20', prices: [{ from: '2026-09-20' }, { from: '2027-01-01' }] },
  })
  expect(image?.note?.listing).toBeNull()
  expect(JSON.stringify(settings)).not.toContain(testKey)
})
