import { parentPort, workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'

/** What the pen asks: move what stands in the log, or let go of the file. */
export type CheckpointOrder = 'move' | 'stop'
/** `moving` is one number shared with the pen: 1 from an order to its end. The pen need not take a turn of its event loop to see it. */
export type CheckpointData = { file: string; moving: Int32Array }

const { file, moving } = workerData as CheckpointData
const database = new Database(file, { fileMustExist: true })
database.pragma('synchronous = NORMAL')
const move = database.prepare('PRAGMA wal_checkpoint(PASSIVE)')

parentPort?.on('message', (order: CheckpointOrder) => {
  if (order === 'stop') {
    database.close()
    parentPort?.close()
    return
  }
  move.get()
  Atomics.store(moving, 0, 0)
  Atomics.notify(moving, 0)
})
