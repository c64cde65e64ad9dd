/**
 * Port: bytes by the hash of their content. Written to a temporary name, synced, renamed; shared by all rows that name the hash. A row that is
 * to name a hash commits within 12 hours of its `put`.
 */
export type Storage = {
  /** Throws AppError `disk_full` or `store_unavailable`. */
  put(bytes: Uint8Array): Promise<{ sha256: string; bytes: number }>
  /** Counts as a `put` of bytes that are there already; their length, null when they are not. */
  keep(sha256: string): Promise<number | null>
  /** Length in bytes, null when the hash is not kept. */
  size(sha256: string): Promise<number | null>
  /** Bytes `start` to `end`, both included. */
  read(sha256: string, range: { start: number; end: number }): AsyncIterable<Uint8Array>
}

/** Port: the upkeep of a storage, safe beside `put` and beside another process that does the same. */
export type StorageUpkeep = {
  /**
   * Removes what was last put before `before` (ms since 1970) and is not named, and what dead writes left. `isNamed` is asked after the storage has
   * seen that the bytes are old: what it knows may be older than that by less than 12 hours. Stops when `signal` aborts.
   */
  sweep(
    before: number,
    isNamed: (sha256: string) => boolean,
    signal: AbortSignal,
  ): Promise<{ files: number; bytes: number }>
}
