import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { isProviderError, type Failure } from '../../../lib/domain/errors.ts'
import type { OpenAiOptions } from '../../../lib/providers/openai/openai.ts'
import { bakery, hearCall } from '../../support/google.ts'
import { openAiAt } from '../../support/openai.ts'
import type { Habit } from '../../support/own-model/faults.ts'
import { startOwnModel, type OwnModel } from '../../support/own-model/server.ts'

let own: OwnModel
beforeAll(async () => {
  own = await startOwnModel()
})
afterAll(() => own.close())
beforeEach(() => own.change({ next: [], always: null, key: null }))

const request = { brief: bakery({ postCount: 1 }), posts: [{ index: 1, kind: 'text_image' as const }] }

async function failureOf(habit: Habit | null, options: Partial<OpenAiOptions> = {}, url = own.url): Promise<Failure> {
  own.change({ always: habit })
  const patience = habit === 'hang' ? { answer: 150 } : {}
  const error: unknown = await (await openAiAt(url, { patience, ...options })).analyze(request, hearCall()).then(
    () => new Error('It went well.'),
    (thrown: unknown) => thrown,
  )
  if (!isProviderError(error)) throw error
  return error.failure
}

describe('trouble with an own model becomes a failure with words that help', () => {
  test.each<[Habit, Partial<Failure>, RegExp]>([
    ['400', { code: 'refused', retryable: false }, /refuses the request/],
    ['401', { code: 'refused', retryable: false }, /asks for a key.*OPENAI_API_KEY/],
    ['403', { code: 'refused', retryable: false }, /asks for a key/],
    [
      '404-model',
      { code: 'refused', retryable: false },
      /not have qwen3:8b\. It has qwen3:8b, llama3\.2:3b\..*OPENAI_TEXT_MODEL/,
    ],
    ['429', { code: 'rate_limited', retryable: true, retryAfterMs: 1_000 }, /pause/],
    ['429-date', { code: 'rate_limited', retryable: true, retryAfterMs: 90_000 }, /pause/],
    ['429-credit', { code: 'refused', retryable: false }, /nothing left to spend/],
    ['500', { code: 'unavailable', retryable: true }, /fault of its own/],
    ['503', { code: 'unavailable', retryable: true, retryAfterMs: 2_000 }, /fault of its own/],
    ['memory', { code: 'refused', retryable: false }, /too little memory for qwen3:8b/],
    ['too-long', { code: 'refused', retryable: false }, /too long for qwen3:8b/],
    ['moved', { code: 'refused', retryable: false }, /no OpenAI-compatible server.*\/v1/],
    ['page', { code: 'refused', retryable: false }, /no OpenAI-compatible server/],
    ['hang', { code: 'unavailable', retryable: true }, /too long to answer/],
    ['drop', { code: 'unavailable', retryable: true }, /broke/],
    ['cut', { code: 'unavailable', retryable: true }, /broke/],
    ['broken-off', { code: 'unavailable', retryable: true }, /broke off/],
    ['blank-reasons', { code: 'unavailable', retryable: true }, /broke off/],
    ['stops', { code: 'unavailable', retryable: true }, /stopped in the middle/],
    ['garbage', { code: 'unavailable', retryable: true }, /cannot be read/],
    ['empty', { code: 'unavailable', retryable: true }, /empty answer/],
    ['length', { code: 'refused', retryable: false }, /ran out of room.*longer context/],
    ['refusal', { code: 'refused', retryable: false }, /declines/],
    ['filtered', { code: 'refused', retryable: false }, /declines/],
  ])('%s', async (habit, expected, words) => {
    const failure = await failureOf(habit)
    expect(failure).toMatchObject({ charged: false, ...expected })
    expect(failure.message).toMatch(words)
    expect(failure.message).not.toMatch(/\b(?:status|HTTP|JSON|INTERNAL|undefined|null)\b/)
  })

  test('a server that is not there is named with the variable that says where it is', async () => {
    const gone = await startOwnModel()
    await gone.close()
    const { code, message } = await failureOf(null, {}, gone.url)
    expect(code).toBe('unavailable')
    expect(message).toContain(`Nothing answers at ${gone.url} (OPENAI_BASE_URL)`)
  })

  test('an address without /v1 is told from a model that is missing', async () => {
    expect((await failureOf(null, {}, own.url.replace('/v1', ''))).message).toMatch(/mostly ends in \/v1/)
    expect((await failureOf(null, { model: 'mistral' })).message).toMatch(/not have mistral\. It has qwen3:8b/)
  })

  test('what is about the length or the model is not asked again in another form', async () => {
    const before = own.asked().length
    await failureOf('too-long')
    expect(own.asked()).toHaveLength(before + 1)
  })

  test('a server without a model says so', async () => {
    own.change({ models: [] })
    const failures = [await failureOf(null, { model: null }), await failureOf(null)]
    own.change({ models: ['qwen3:8b', 'llama3.2:3b'] })
    expect(failures.map(({ message }) => message)).toEqual([
      expect.stringMatching(/lists none/),
      expect.stringMatching(/It has none yet/),
    ])
  })

  test('the reason quotes the server, and never the key', async () => {
    const failure = await failureOf('401', { apiKey: 'sk-own-0123456789' })
    expect(failure.message).toMatch(/does not accept the key/)
    expect(failure.reason).toContain('Incorrect API key provided')
    expect(JSON.stringify(failure)).not.toContain('sk-own-0123456789')
    expect((await failureOf('memory')).reason).toContain('12.6 GiB')
  })

  test('an abort is the caller’s own, at once, and no failure', async () => {
    own.change({ always: 'hang' })
    const call = hearCall()
    const mine = new Error('canceled')
    const ended = (await openAiAt(own.url)).analyze(request, call)
    call.abort(mine)
    await expect(ended).rejects.toBe(mine)
  })
})
