import { Zip, ZipPassThrough } from 'fflate'

/** A file of an archive; its chunks are read once, when its turn comes. */
export type Packed = { path: string; chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array> }

/** Zip keeps local time and knows none before 1980: every file bears the same hour of the same day, wherever it is packed. */
const always = new Date(1980, 0, 1, 12)

/** A zip archive, chunk by chunk as it is read; nothing is compressed, media are already. The same files give the same bytes. */
export async function* pack(files: Iterable<Packed>): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = []
  const zip = new Zip((error, chunk) => {
    if (error) throw error
    ready.push(chunk)
  })
  for (const { path, chunks } of files) {
    const file = new ZipPassThrough(path)
    file.mtime = always
    zip.add(file)
    for await (const chunk of chunks) {
      file.push(chunk)
      yield* ready.splice(0)
    }
    file.push(new Uint8Array(), true)
    yield* ready.splice(0)
  }
  zip.end()
  yield* ready.splice(0)
}
