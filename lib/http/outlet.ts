/** Streams that are written before the first of them goes on the wire. */
const slice = 16
/** Streams that are written before everything else gets a turn: some 10 ms. */
const breath = 512

const due = new Set<() => void>()
let sinceBreath = 0

/**
 * Writes a stream in this turn, and once, however often it is asked for. What a web stream is given reaches node:http by a promise, and what
 * node:http is given leaves by a tick; ticks wait for all promises. Were all streams written at once, the first of a thousand viewers would
 * wait for the promises of the last. So they are written a few at a time: promises, ticks, next slice.
 */
export function writeSoon(write: () => void): void {
  if (due.size === 0) process.nextTick(writeSlice)
  due.add(write)
}

function writeSlice(): void {
  let left = slice
  try {
    for (const write of due) {
      if (left === 0) break
      left -= 1
      due.delete(write)
      write()
    }
  } finally {
    sinceBreath += slice - left
    goOn()
  }
}

function goOn(): void {
  if (due.size > 0 && sinceBreath < breath) queueMicrotask(() => process.nextTick(writeSlice))
  else {
    sinceBreath = 0
    if (due.size > 0) setImmediate(writeSlice)
  }
}
