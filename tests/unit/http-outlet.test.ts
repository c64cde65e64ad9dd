import { expect, test } from 'vitest'
import { writeSoon } from '../../lib/http/outlet.ts'

/** As a web stream and node:http do it: what is written is taken by a promise, and sent by a tick. */
const stream = (name: number, log: string[]) => (): void => {
  void Promise.resolve().then(() => {
    log.push(`taken ${name}`)
    process.nextTick(() => log.push(`sent ${name}`))
  })
}
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('the first of many streams is on the wire long before the last is written, all in one turn', async () => {
  const log: string[] = []
  for (let name = 0; name < 100; name++) writeSoon(stream(name, log))
  await turn()
  expect(log).toHaveLength(200)
  for (let name = 0; name < 80; name++)
    expect(log.indexOf(`sent ${name}`)).toBeLessThan(log.indexOf(`taken ${name + 20}`))
})

test('a stream that is told of news twice is written once', async () => {
  const log: string[] = []
  const [one, other] = [stream(1, log), stream(2, log)]
  for (const write of [one, other, one]) writeSoon(write)
  await turn()
  expect(log.filter((entry) => entry === 'sent 1')).toHaveLength(1)
  expect(log).toContain('sent 2')
})

test('what is told while streams are written is written too', async () => {
  const log: string[] = []
  writeSoon(() => writeSoon(stream(1, log)))
  await turn()
  expect(log).toContain('sent 1')
})

test('others get a turn while thousands of streams are written', async () => {
  const log: string[] = []
  for (let name = 0; name < 2_000; name++) writeSoon(stream(name, log))
  await turn()
  expect(log).not.toContain('sent 1999')
  for (let more = 0; more < 10; more++) await turn()
  expect(log).toContain('sent 1999')
})
