/** A promise that was broken, and how. */
export class Breach extends Error {
  constructor(promise: string, what: string) {
    super(`${promise}: ${what}`)
    this.name = 'Breach'
  }
}

/** Throws a Breach unless the promise holds. */
export function demand(holds: boolean, promise: string, what: () => string): void {
  if (!holds) throw new Breach(promise, what())
}
