import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const probe = path.resolve(import.meta.dirname, '../../bench/programs/commit-probe.ts')

/** The clock of `commit-probe`: one for all processes of the host, ms. */
export const hostNow = (): number => Number(process.hrtime.bigint()) / 1e6

/** Environment that makes a server or worker note its commits in `file`, which is whole when the process has ended. */
export const noteCommits = (file: string): Record<string, string> => ({
  NODE_OPTIONS: `--import ${pathToFileURL(probe).href}`,
  COMMIT_TIMES: file,
})

/** When each fact of a campaign was committed, by seq. */
export async function commitTimes(file: string, campaignId: string): Promise<Map<number, number>> {
  const lines = (await readFile(file, 'utf8')).split('\n').map((line) => line.split(' '))
  return new Map(lines.filter(([id]) => id === campaignId).map(([, seq, at]) => [Number(seq), Number(at)]))
}
