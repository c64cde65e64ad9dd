import type { Clock } from '../domain/clock.ts'
import type { Report } from '../domain/handler.ts'
import type { Said } from '../domain/transitions.ts'

/** The log's budget per attempt: output rows (some kept for the end), progress rows, characters in one row. */
const outputRows = 40
const outputRowsForTheEnd = 8
const progressRows = 20
const charactersPerRow = 2_000
/** Output is merged until this long or this much has come. */
const mergeMs = 100
const mergeCharacters = 200
/** Progress is worth a row after this much, or after a second and this much. */
const bigStep = 0.05
const smallStep = 0.02

export type Write = (said: readonly Said[], told: Report | null) => Promise<boolean>
/** `onLost` when a write was refused, `onTrouble` when it broke: what was said is then owed to the next write. */
export type ReporterDeps = { clock: Clock; write: Write; onLost(): void; onTrouble(error: unknown): void }

/** Merges what a running job says into rows of the log, in order, within the budget. Nothing said is dropped. */
export function createReporter({ clock, write, onLost, onTrouble }: ReporterDeps) {
  let waiting: Said[] = []
  let rows = 0
  let lastOutputAt = Number.NEGATIVE_INFINITY
  let stopTimer: (() => void) | null = null
  let progressUsed = 0
  let lastTold: Report = {}
  let lastToldAt = Number.NEGATIVE_INFINITY
  let held: Report | null = null
  let owed: Said[] = []
  let chain: Promise<void> = Promise.resolve()

  const send = (said: Said[], told: Report | null): void => {
    chain = chain.then(async () => {
      const due = [...owed, ...said]
      owed = []
      try {
        if (!(await write(due, told))) onLost()
      } catch (error) {
        owed = due
        onTrouble(error)
      }
    })
  }
  const flushOutput = (rowLength = charactersPerRow): void => {
    stopTimer?.()
    stopTimer = null
    if (waiting.length === 0) return
    const said = waiting.flatMap((piece) => inRows(piece, rowLength))
    waiting = []
    rows += said.length
    lastOutputAt = clock.monotonic()
    send(said, null)
  }
  const merge = (part: string, text: string): void => {
    const last = waiting.at(-1)
    if (last?.part === part) waiting[waiting.length - 1] = { part, text: last.text + text }
    else waiting.push({ part, text })
  }

  return {
    say(part: string, text: string): void {
      if (text === '') return
      merge(part, text)
      const left = outputRows - outputRowsForTheEnd - rows
      if (left <= 0) return
      const wait = lastOutputAt + mergeMs * (left < 10 ? 10 : 1) - clock.monotonic()
      const length = waiting.reduce((sum, piece) => sum + piece.text.length, 0)
      if (wait <= 0 || (length >= mergeCharacters && left >= 10)) flushOutput()
      else stopTimer ??= clock.after(wait, () => flushOutput())
    },
    report(report: Report): void {
      held = { ...held, ...report }
      const now = clock.monotonic()
      const step = (held.progress ?? 0) - (lastTold.progress ?? 0)
      const news = held.message !== undefined && held.message !== lastTold.message && held.progress === undefined
      // One row is kept for the last word, and what is left is spread over what is still to come.
      const left = progressRows - 1 - progressUsed
      const worth =
        step >= Math.max(bigStep, (1 - (lastTold.progress ?? 0)) / Math.max(1, left)) ||
        news ||
        (step >= smallStep && now - lastToldAt >= 1_000 && progressUsed < (held.progress ?? 0) * progressRows)
      if (!worth || left <= 0) return
      progressUsed += 1
      lastTold = { ...lastTold, ...held }
      lastToldAt = now
      send([], held)
      held = null
    },
    /** Writes what is still held or owed, merged by part, and waits until it is written or the store has refused again. */
    async flush(): Promise<void> {
      const byPart = new Map<string, string>()
      for (const { part, text } of waiting) byPart.set(part, (byPart.get(part) ?? '') + text)
      waiting = [...byPart].map(([part, text]) => ({ part, text }))
      const length = waiting.reduce((sum, piece) => sum + piece.text.length, 0)
      const left = Math.max(1, outputRows - rows - waiting.length)
      flushOutput(Math.max(charactersPerRow, Math.ceil(length / left)))
      await chain
      if (owed.length > 0) send([], null)
      await chain
    },
    /** The job is done: text that is still held is replaced by the result; the last measure is told. */
    async finish(): Promise<void> {
      stopTimer?.()
      waiting = []
      if (held?.measure !== undefined) send([], held)
      held = null
      await chain
    },
  }
}

function inRows({ part, text }: Said, rowLength: number): Said[] {
  const pieces: Said[] = []
  for (let at = 0; at < text.length; at += rowLength) pieces.push({ part, text: text.slice(at, at + rowLength) })
  return pieces
}
