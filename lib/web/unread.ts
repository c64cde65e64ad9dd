import type { UnreadReason } from '../domain/website.ts'

/** Thrown inside this room: the page cannot be read, and why. */
export class Unread extends Error {
  readonly reason: UnreadReason
  constructor(reason: UnreadReason, cause?: unknown) {
    super(reason, { cause })
    this.name = 'Unread'
    this.reason = reason
  }
}
