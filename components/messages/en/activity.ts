import { capital, percent } from '../numbers.ts'

/** Facts of the log as one line each. `what` is "image 04" or "analysis". */
export const activity = {
  created: (jobs: number) => `Planned ${jobs} jobs`,
  started: (what: string, attempt: number) =>
    attempt > 1 ? `${capital(what)} began again, try ${attempt}` : `${capital(what)} began`,
  completed: (what: string, took: string | null) =>
    took === null ? `${capital(what)} finished` : `${capital(what)} finished in ${took}`,
  ready: (what: string, width: number, height: number) => `${capital(what)} is there, ${width} × ${height}`,
  failed: (what: string, why: string) => `${capital(what)} failed: ${why}`,
  refused: (what: string, why: string) => `${capital(what)} was refused: ${why}`,
  retrying: (what: string, why: string, wait: string | null) =>
    `${capital(what)} failed: ${why}${/[.!?]$/.test(why) ? '' : '.'} ${wait === null ? 'It is tried again.' : `It is tried again in ${wait}.`}`,
  needsKey: (what: string, why: string) => `${capital(what)} waits for another key or other credentials: ${why}`,
  canceled: (what: string, why: string) => `${capital(what)} canceled: ${why}`,
  canceledByYou: (what: string) => `${capital(what)} canceled by you`,
  settled: {
    completed: 'All settled: everything is made',
    partial: 'All settled: something is missing',
    failed: 'All settled: nothing could be made',
    canceled: 'The campaign is canceled',
    running: 'All settled',
    paused: 'All settled',
  },
  reopened: (round: number) => `Opened again, round ${round}`,
  deleted: 'The campaign was deleted',
  what: (kind: 'analysis' | 'text' | 'image' | 'video', index: number | null) =>
    index === null ? kind : `${kind} ${String(index).padStart(2, '0')}`,
}

/** What the live region says. */
export const announcements = {
  budgetRaised: (cap: string) => `Budget raised to ${cap}.`,
  budgetSet: (cap: string) => `Budget set to ${cap}.`,
  noBudget: 'No budget any more.',
  thing: (kind: 'analysis' | 'text' | 'image' | 'video', index: number | null, title: string | null) =>
    index === null ? capital(kind) : `${capital(kind)} for post ${index}${title === null ? '' : `, ${title},`}`,
  finished: (what: string, progress: number) =>
    `${what} finished. ${percent(progress).replace('\u00a0%', ' percent')}.`,
  several: (n: number, progress: number) => `${n} jobs finished. ${percent(progress).replace('\u00a0%', ' percent')}.`,
  bad: (what: string, refused: boolean, why: string) =>
    `${what} ${refused ? 'refused' : 'failed'}: ${why} Retry is available.`,
  settled: (jobs: number, sentence: string) => `All ${jobs} jobs settled. ${sentence}`,
  offline: 'Offline. The campaign goes on.',
  back: (seq: number) => `Back. Caught up to event ${seq}.`,
}
