import 'server-only'
import type { Unfold } from './domain/room.ts'

/** The door: what `server.ts` wired at start. One engine room per process, shared through globalThis by all module graphs. */
export function unfold(): Unfold {
  const room = (globalThis as Record<symbol, Unfold | undefined>)[Symbol.for('unfold')]
  if (!room) throw new Error('The engine room is not wired: start with `npm start` or `npm run dev`.')
  return room
}
