import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { converse } from '../../../lib/providers/google/ask-json.ts'
import { listedCatalogue } from '../../../lib/providers/google/catalogue.ts'
import { createSdk, usualPatience, type Gemini } from '../../../lib/providers/google/client.ts'
import { defaultModels } from '../../../lib/providers/google/data/models.ts'
import { createPrices } from '../../../lib/providers/google/prices.ts'
import type { Question } from '../../../lib/providers/writing/ask-json.ts'
import { hearCall, noonInCalifornia, testKey } from '../../support/google.ts'
import { goodScript } from '../../support/vendor/script.ts'
import { startVendor, type Vendor } from '../../support/vendor/server.ts'

let vendor: Vendor
beforeAll(async () => void (vendor = await startVendor()))
afterAll(() => vendor.close())
beforeEach(() => vendor.change({ ...goodScript, next: {}, always: {}, sendsBack: [] }))

const now = (): number => noonInCalifornia
const geminiAt = (baseUrl: string): Gemini => ({
  sdk: createSdk(testKey, baseUrl),
  sdkAt: () => createSdk(testKey, baseUrl),
  apiKey: testKey,
  vertex: null,
  baseUrl,
  models: defaultModels,
  critic: true,
  catalogue: listedCatalogue,
  prices: createPrices({ models: defaultModels, usdRate: 1, now, critic: true }),
  patience: usualPatience,
  now,
})

const question: Question<unknown> = {
  kind: 'critic',
  once: true,
  system: 'Judge.',
  prompt: 'A text.',
  schema: z.object({ sendBack: z.boolean(), reason: z.string() }),
  check: () => [],
  onText: () => undefined,
}

test('a turn that was refused for nothing stays free when the next one is aborted before it goes out', async () => {
  const free = hearCall()
  await converse(geminiAt(vendor.url), free, (ask) => ask(question, free))
  vendor.change({ next: { critic: [null, '503'] } })
  const call = hearCall()
  const before = vendor.calls().length
  const over = new Error('Canceled.')
  await expect(
    converse(geminiAt(vendor.url), call, async (ask) => {
      await ask(question, call)
      await expect(ask(question, call)).rejects.toMatchObject({ failure: { code: 'unavailable', charged: false } })
      call.abort(over)
      await ask(question, call)
    }),
  ).rejects.toBe(over)
  expect(vendor.calls().length - before).toBe(2)
  expect(call.usages).toEqual(free.usages)
})
