/** Port: bytes by the hash of their content. Written to a temporary name, synced, renamed; shared by all rows that name the hash. */
export type Storage = {
  /** Throws AppError `disk_full` or `store_unavailable`. */
  put(bytes: Uint8Array): Promise<{ sha256: string; bytes: number }>
  /** Length in bytes, null when the hash is not kept. */
  size(sha256: string): Promise<number | null>
  /** Bytes `start` to `end`, both included. */
  read(sha256: string, range: { start: number; end: number }): AsyncIterable<Uint8Array>
}
