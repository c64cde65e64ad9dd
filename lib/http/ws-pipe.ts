import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'

/** With this many bytes on their way, nothing more is pulled for this reader. */
const fullBytes = 256 * 1024

/** The way out to one client. */
export type Pipe = {
  /** Sends messages in one go. Whether they fit is asked before they are pulled, by `room`. */
  write(messages: readonly Uint8Array[]): void
  /** Resolves when the client has taken enough of what was sent before, or is gone. */
  room(): Promise<void>
  /** True while the connection has not taken everything: nothing new gets through, a ping neither. */
  isWaiting(): boolean
}

/** `wire` is the connection below the socket; `taken` is called whenever the client's side took some of the bytes. */
export function createPipe(socket: WebSocket, wire: Duplex, taken: () => void): Pipe {
  let waiting: (() => void)[] = []
  const isFull = (): boolean => socket.readyState === socket.OPEN && socket.bufferedAmount >= fullBytes
  const look = (): void => {
    if (waiting.length === 0 || isFull()) return
    const calls = waiting
    waiting = []
    for (const call of calls) call()
  }
  const left = (error?: Error | null): void => {
    if (!error) taken()
    look()
  }
  socket.once('close', look)
  return {
    isWaiting: () => socket.bufferedAmount > 0,
    write(messages) {
      if (socket.readyState !== socket.OPEN) return
      wire.cork()
      for (const message of messages) socket.send(message, { binary: false }, left)
      wire.uncork()
    },
    async room() {
      while (isFull()) await new Promise<void>((resolve) => waiting.push(resolve))
    },
  }
}
