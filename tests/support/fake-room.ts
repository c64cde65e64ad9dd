import { AppError } from '../../lib/domain/errors.ts'
import type { Campaigns, Live, Unfold } from '../../lib/domain/room.ts'
import type { Storage } from '../../lib/domain/storage.ts'
import type { Uploads } from '../../lib/domain/upload.ts'

const missing = (): Promise<never> => Promise.reject(new AppError('not_found'))

/** An engine room in which nothing exists but what a test puts there. */
export function fakeRoom({
  campaigns = {},
  live = {},
  storage = {},
  uploads = {},
  ...over
}: Partial<Omit<Unfold, 'campaigns' | 'live' | 'storage' | 'uploads'>> & {
  campaigns?: Partial<Campaigns>
  live?: Partial<Live>
  storage?: Partial<Storage>
  uploads?: Partial<Uploads>
} = {}): () => Unfold {
  const room: Unfold = {
    version: '0.1.0',
    provider: { name: 'studio', draft: true, models: {} },
    currency: 'EUR',
    campaigns: {
      create: missing,
      quote: missing,
      list: () => Promise.resolve({ items: [], nextCursor: null }),
      get: missing,
      cancel: missing,
      pause: missing,
      resume: missing,
      setCap: missing,
      draft: missing,
      remove: missing,
      retryJob: missing,
      cancelJob: missing,
      asset: missing,
      certificate: missing,
      export: missing,
      editPost: missing,
      postVersions: missing,
      regenerate: missing,
      events: missing,
      ...campaigns,
    },
    uploads: { keep: missing, get: missing, remove: missing, ...uploads },
    settings: {
      read: () => {
        throw new AppError('not_found')
      },
      setKey: missing,
      testKey: missing,
    },
    live: { follow: missing, board: missing, ...live },
    storage: {
      put: missing,
      keep: missing,
      size: () => Promise.resolve(null),
      // oxlint-disable-next-line require-yield
      async *read() {
        throw new AppError('not_found')
      },
      ...storage,
    },
    ready: () => Promise.resolve({ status: 'ok', reasons: [] }),
    hosts: { loopbackOnly: true, port: 3000 },
    ...over,
  }
  return () => room
}
