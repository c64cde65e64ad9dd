import type Database from 'better-sqlite3'
import type { Plant } from './plant.ts'

/** Faults of what people ask for. `side` is a connection past the pen. */
export const plantsOfControl = {
  'forgotten-key': () => ({
    store: (real) => ({ ...real, create: (campaign) => real.create({ ...campaign, idempotency: null }) }),
  }),
  'forgotten-wish': () => ({
    store: (real) => ({ ...real, regenerate: (wish) => real.regenerate({ ...wish, idempotency: null }) }),
  }),
  'retry-leaves-dependents': (side) => {
    const rename = side.prepare(
      `UPDATE generation_jobs SET error = json_set(error, '$.code', ?) WHERE status = 'canceled' AND error ->> '$.code' = ?`,
    )
    return {
      store: (real) => ({
        ...real,
        async retryJob(caller, id) {
          // The two are told apart no more while the pen looks for what waited.
          rename.run('rate_limited', 'dependency_failed')
          try {
            await real.retryJob(caller, id)
          } finally {
            rename.run('dependency_failed', 'rate_limited')
          }
        },
      }),
    }
  },
  'locked-overwritten': (side) => {
    // Nobody looks at the lock before a part is made again.
    const locked = side.prepare<[], { id: string }>('SELECT id FROM posts WHERE locked = 1')
    const set = side.prepare('UPDATE posts SET locked = ? WHERE id = ?')
    const blindly = async <T>(work: () => Promise<T>): Promise<T> => {
      const ids = locked.all().map((row) => row.id)
      for (const id of ids) set.run(0, id)
      try {
        return await work()
      } finally {
        for (const id of ids) set.run(1, id)
      }
    }
    return {
      store: (real) => ({
        ...real,
        regenerate: (wish) => blindly(() => real.regenerate(wish)),
        retryJob: (caller, id) => blindly(() => real.retryJob(caller, id)),
      }),
    }
  },
  'last-editor-wins': (side) => {
    const version = side.prepare<[string], { version: number }>('SELECT version FROM posts WHERE id = ?')
    return {
      store: (real) => ({
        ...real,
        editPost: (caller, id, seen, rewrite) => real.editPost(caller, id, version.get(id)?.version ?? seen, rewrite),
      }),
    }
  },
  'version-lost': (side) => {
    side.exec(
      `CREATE TRIGGER planted AFTER INSERT ON post_versions WHEN NEW.version = 2
       BEGIN DELETE FROM post_versions WHERE post_id = NEW.post_id AND version = NEW.version; END`,
    )
    return {}
  },
} as const satisfies Record<string, (side: Database.Database) => Plant>
