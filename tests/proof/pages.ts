import { numberFlag, print } from '../support/bench.ts'
import { tryHostilePages } from '../support/hostile-pages.ts'

/**
 * Hostile web pages, `--pages N` (1,000) of them made from `--seed S` (1), read over the network and analysed by Google's SDK: all that goes out is looked
 * at. Exit code 1 when a page got out of the one part of the request where it may stand.
 */
const pages = numberFlag('pages', 1_000)
const seed = numberFlag('seed', 1)

try {
  print({ proof: 'pages', seed, ...(await tryHostilePages(pages, seed)), breaches: 0 })
} catch (error) {
  print({ proof: 'pages', seed, fault: 'breach', why: error instanceof Error ? error.message : String(error) })
  process.exitCode = 1
}
