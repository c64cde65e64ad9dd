import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'

/** A fault is planted in the source as it is loaded: the product itself knows nothing of it. */
type Planting = { file: string; from: RegExp; to: string }

const plantings: Record<string, Planting> = {
  /** A worker that has lost its lease still writes. */
  'no-fence': {
    file: '/lib/db/sqlite/job-store.ts',
    from: /\|\| record\.token !== lease\.token \|\| record\.job\.status !== 'processing'/,
    to: '',
  },
  /** A fact is written a moment after the rows it tells of. */
  'event-outside-transaction': {
    file: '/lib/db/sqlite/persist.ts',
    from: /(for \(const fact of change\.facts\) \{)([\s\S]*?insertEvent\.run\([\s\S]*?\)\n)(\s*\})/,
    to: '$1 setTimeout(() => { try { $2 } catch {} }, 40) $3',
  },
  /** The vendor is asked how it goes before anybody has written down where to ask. */
  'handle-after-poll': {
    file: '/lib/campaigns/handlers/long-work.ts',
    from: /( *if \(!context\.claim\.open\) await context\.submitted\(handle\)\n)([\s\S]*?)( *return work\.fetch)/,
    to: '$2$1$3',
  },
  /** A stream begins where the log is now, whatever its reader has seen. */
  'skip-replay': {
    file: '/lib/engine/viewer.ts',
    from: /deps\.from !== null && deps\.from <= tail\.seq\(\) \? deps\.from : null/,
    to: 'deps.from !== null ? tail.seq() : null',
  },
}

export const sabotages: readonly string[] = Object.keys(plantings)

const planting = plantings[process.env['UNFOLD_PLANTED'] ?? '']
if (planting) {
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context)
      if (!url.startsWith('file:') || !fileURLToPath(url).endsWith(planting.file)) return loaded
      const source = readFileSync(fileURLToPath(url), 'utf8')
      if (!planting.from.test(source)) throw new Error(`The fault cannot be planted: ${planting.file} has changed.`)
      return { ...loaded, source: source.replace(planting.from, planting.to) }
    },
  })
}
