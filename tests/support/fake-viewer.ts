/** A source at the port of the live streams: hands out what is pushed, in batches, and remembers how it was read. */
export type FakeViewer<M> = {
  next(): Promise<readonly M[] | null>
  close(): void
  push(...messages: M[]): void
  end(): void
  fail(error: unknown): void
  closed(): number
  asked(): number
}

export function createFakeViewer<M>(): FakeViewer<M> {
  const batches: (readonly M[] | null | { error: unknown })[] = []
  let ring = Promise.withResolvers<void>()
  let closed = 0
  let asked = 0
  const add = (batch: (typeof batches)[number]): void => {
    batches.push(batch)
    ring.resolve()
  }
  return {
    async next() {
      asked += 1
      while (batches.length === 0) {
        if (closed > 0) return null
        await ring.promise
        ring = Promise.withResolvers<void>()
      }
      const batch = batches.shift()
      if (batch && 'error' in batch) throw batch.error
      return batch ?? null
    },
    close() {
      closed += 1
      ring.resolve()
    },
    push: (...messages) => add(messages),
    end: () => add(null),
    fail: (error) => add({ error }),
    closed: () => closed,
    asked: () => asked,
  }
}
