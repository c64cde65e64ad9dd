import type { Source } from '../../lib/domain/room.ts'

/** A source at the port of the live streams: hands out what is pushed, in batches, and remembers how it was read. */
export type FakeViewer<M> = Source<M> & {
  push(...messages: M[]): void
  end(): void
  fail(error: unknown): void
  closed(): number
  asked(): number
}

export function createFakeViewer<M>(): FakeViewer<M> {
  const batches: (readonly M[] | null | { error: unknown })[] = []
  let ring = (): void => undefined
  let closed = 0
  let asked = 0
  const add = (batch: (typeof batches)[number]): void => {
    batches.push(batch)
    ring()
  }
  const take = (): readonly M[] | null | undefined => {
    asked += 1
    const batch = batches.shift()
    if (batch && 'error' in batch) throw batch.error
    return batch === undefined && closed > 0 ? null : batch
  }
  const onNews = (call: () => void): void => {
    ring = call
  }
  return {
    take,
    onNews,
    async next() {
      for (;;) {
        const batch = take()
        if (batch !== undefined) return batch
        await new Promise<void>(onNews)
      }
    },
    close() {
      closed += 1
      ring()
    },
    push: (...messages) => add(messages),
    end: () => add(null),
    fail: (error) => add({ error }),
    closed: () => closed,
    asked: () => asked,
  }
}
