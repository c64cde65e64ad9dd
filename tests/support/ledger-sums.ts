export type LedgerLine = {
  campaignId: string
  jobId: string
  attempt: number
  type: string
  turn: number
  micros: number
}

const attemptOf = ({ jobId, attempt }: LedgerLine): string => `${jobId} ${attempt}`

/** What lines of the ledger come to, by their own definition: `spent` and what is held still, integer micros. */
export function ledgerSums(lines: readonly LedgerLine[]): { spent: number; reserved: number } {
  const settled = new Set(lines.filter(({ type }) => type === 'settlement').map(attemptOf))
  const sum = (type: string, among = lines): number =>
    among.filter((line) => line.type === type).reduce((all, { micros }) => all + micros, 0)
  const open = lines.filter((line) => !settled.has(attemptOf(line)))
  return { spent: sum('settlement') - sum('refund'), reserved: sum('reservation', open) - sum('release', open) }
}
