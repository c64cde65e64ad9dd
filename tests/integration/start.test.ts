import { spawn } from 'node:child_process'
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))

function node(args: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, args, { env: { ...process.env, ...env } })
  let said = ''
  child.stdout.on('data', (chunk) => (said += String(chunk)))
  child.stderr.on('data', (chunk) => (said += String(chunk)))
  const ended = new Promise<{ code: number | null; said: string }>((settle) => {
    child.once('close', (code) => settle({ code, said }))
  })
  const says = (word: string) =>
    new Promise<void>((settle) => {
      child.stdout.on('data', () => said.includes(word) && settle())
    })
  return { child, ended, says }
}

describe('npm start', () => {
  test('refuses a bad value with one line, before anything else', async () => {
    const { code, said } = await node([join(root, 'scripts/start.mjs')], { PORT: 'abc' }).ended
    expect(code).toBe(1)
    expect(said).toBe('PORT must be a whole number from 0 to 65535, not "abc".\n')
  })

  test('refuses an option it does not know', async () => {
    const { code, said } = await node([join(root, 'scripts/start.mjs'), '--prod']).ended
    expect(code).toBe(1)
    expect(said).toContain('--prod')
  })
})

describe('the server', () => {
  test('does not open a port to others under the name of a worker', async () => {
    const data = await mkdtemp(join(tmpdir(), 'unfold-test-'))
    const { child, ended, says } = node([join(root, 'server.ts')], {
      ROLE: 'worker',
      HOST: '0.0.0.0',
      PORT: '0',
      DATA_DIR: data,
      NODE_ENV: 'production',
    })
    void says('http://').then(() => child.kill())
    const { code, said } = await ended
    await rm(data, { recursive: true, force: true })
    expect([code, said]).toEqual([1, 'ROLE: a worker serves no pages. Start it with npm run worker.\n'])
  })
})

describe('preparing one checkout from several processes', () => {
  let checkout: string

  beforeEach(async () => {
    checkout = await mkdtemp(join(tmpdir(), 'unfold-checkout-'))
    await cp(join(root, 'scripts'), join(checkout, 'scripts'), { recursive: true })
  })

  afterEach(() => rm(checkout, { recursive: true, force: true }))

  const alone = (work: string) => [
    '--input-type=module',
    '--eval',
    `import { appendFileSync } from 'node:fs'
     import { alone } from ${JSON.stringify(join(checkout, 'scripts/steps/lock.mjs'))}
     const note = (word) => appendFileSync(${JSON.stringify(join(checkout, 'log'))}, word)
     await alone(async () => { ${work} })`,
  ]

  test('happens one at a time', async () => {
    const work = "note('<'); await new Promise((go) => setImmediate(go)); note('>')"
    const all = await Promise.all(Array.from({ length: 5 }, () => node(alone(work)).ended))
    expect(all.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0])
    expect(await readFile(join(checkout, 'log'), 'utf8')).toBe('<><><><><>')
  })

  test('is taken over from a process that was killed', async () => {
    const holder = node(alone("console.log('holding'); await new Promise((go) => setTimeout(go, 600_000))"))
    await holder.says('holding')
    const waiting = [node(alone("note('a')")), node(alone("note('b')"))]
    holder.child.kill('SIGKILL')
    await Promise.all([holder.ended, ...waiting.map(({ ended }) => ended)])
    expect((await readFile(join(checkout, 'log'), 'utf8')).length).toBe(2)
  })
})
