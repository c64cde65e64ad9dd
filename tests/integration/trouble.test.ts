import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startServer } from '../support/start-server.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'unfold-trouble-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** The lines with which a start that cannot succeed ends. */
async function lastWords(options: Parameters<typeof startServer>[0]): Promise<string[]> {
  const started = await startServer(options).then(
    (server) => server.stop().then(() => 'It started.'),
    (error: Error) => error.message,
  )
  expect(started).toMatch(/^The server ended with code 1 before it was ready\. It printed:\n/)
  return started.trimEnd().split('\n').slice(1)
}

test.each([
  [{ PORT: 'abc' }, 'PORT: Write a whole number from 0 to 65,535.'],
  [{ PORT: '70000' }, 'PORT: Write a whole number from 0 to 65,535.'],
  [{ HOST: '0.0.0.0' }, /^HOST: .*127\.0\.0\.1/],
  [{ ROLE: 'boss' }, /^ROLE: /],
  [{ STUDIO_FAULTS: 'image' }, /^STUDIO_FAULTS: .*image:unavailable:1/],
  [{ DATABASE_URL: 'mysql://there' }, /^DATABASE_URL: /],
])('a bad value is one clear line: %j', async (env, line) => {
  expect(await lastWords({ env })).toEqual([expect.stringMatching(line)])
})

test('a port in use is named, with what to do', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const address = other.address()
  const port = typeof address === 'object' ? address?.port : undefined
  expect(await lastWords({ env: { PORT: String(port) } })).toEqual([
    `PORT: ${port} is in use. Stop the other program or set another PORT.`,
  ])
  other.close()
})

test('a data folder that cannot be written is named, with what to do', async () => {
  const file = path.join(folder, 'file')
  await writeFile(file, '')
  expect(await lastWords({ dataDir: path.join(file, 'data') })).toEqual([
    expect.stringMatching(/^DATA_DIR: .* cannot be written \(ENOTDIR\)\. Choose a folder/),
  ])
})

test('a damaged database is named and left as it is', async () => {
  const file = path.join(folder, 'unfold.db')
  const bytes = randomBytes(20_000)
  await writeFile(file, bytes)
  expect(await lastWords({ dataDir: folder })).toEqual([expect.stringMatching(/is damaged .* Restore a backup/)])
  expect(await readFile(file)).toEqual(bytes)
})
