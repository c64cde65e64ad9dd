import { UploadSchema, type Upload } from '../lib/domain/upload.ts'
import { problemOf, type Answer } from './api.ts'

/**
 * Sends a file to the API. `onSent` hears the share of its bytes that is on the way, 0 to 1, as the browser counts them. Never throws; what was aborted
 * answers as a server that cannot be reached.
 */
export function sendFile(file: File, onSent: (share: number) => void, signal: AbortSignal): Promise<Answer<Upload>> {
  const { promise, resolve } = Promise.withResolvers<Answer<Upload>>()
  // fetch does not tell how far a body has come.
  const request = new XMLHttpRequest()
  const unreachable = (): void => resolve({ ok: false, problem: problemOf(0, null) })
  request.upload.addEventListener('progress', ({ loaded, total, lengthComputable }) => {
    if (lengthComputable && total > 0) onSent(loaded / total)
  })
  request.addEventListener('load', () => {
    const said = parsed(request.responseText)
    const upload = UploadSchema.safeParse(said)
    if (request.status === 201 && upload.success) resolve({ ok: true, value: upload.data })
    else resolve({ ok: false, problem: problemOf(request.status, said) })
  })
  for (const end of ['error', 'abort', 'timeout'] as const) request.addEventListener(end, unreachable)
  signal.addEventListener('abort', () => request.abort(), { once: true })
  request.open('POST', `/api/v1/uploads?name=${encodeURIComponent(file.name.toWellFormed())}`)
  request.setRequestHeader('content-type', file.type === '' ? 'application/octet-stream' : file.type)
  request.send(file)
  return promise
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
