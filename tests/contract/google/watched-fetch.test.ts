import { createServer } from 'node:http'
import { expect, test } from 'vitest'
import { watchedFetch } from '../../../lib/providers/google/watched-fetch.ts'
import { listen } from '../../support/vendor/http.ts'

test('an answer without an end is left, one with an end is heard piece by piece and stays what it is', async () => {
  const server = createServer((_, response) => {
    response.writeHead(203, { 'content-type': 'application/json', 'x-more': 'yes' })
    response.end(JSON.stringify({ film: 'x'.repeat(300_000) }))
  })
  const { url, close } = await listen(server, 0)
  let heard = 0
  const { signal } = new AbortController()
  const answer = await watchedFetch(signal, () => (heard += 1))(url)
  expect([answer.status, answer.headers.get('x-more'), answer.ok]).toEqual([203, 'yes', true])
  expect(await answer.json()).toHaveProperty('film.length', 300_000)
  expect(heard).toBeGreaterThan(1)
  const endless = await watchedFetch(signal, () => undefined, 100_000)(url)
  await expect(endless.json()).rejects.toMatchObject({
    failure: { code: 'unavailable', message: expect.stringContaining('no end') },
  })
  await close()
})
