import { AppError } from '../domain/errors.ts'

const opaque = (tag: string): string => tag.trim().replace(/^W\//, '')

/** If-None-Match, compared weakly: true when the reader already has it. */
export function isKnown(header: string | null, etag: string): boolean {
  if (header === null) return false
  return header.trim() === '*' || header.split(',').some((tag) => opaque(tag) === opaque(etag))
}

/** If-Range, compared strongly: true when a part may be sent. A date never matches, because none is given out. */
export function mayResume(header: string | null, etag: string): boolean {
  return header === null || (header === etag && !etag.startsWith('W/'))
}

/** The version that an edit was made on, from If-Match: `"3"`. Throws `precondition_required` without one, `precondition_failed` for another tag. */
export function editedVersion(request: Request): number {
  const tag = request.headers.get('if-match')
  if (tag === null)
    throw new AppError('precondition_required', {
      detail: 'Send If-Match with the version you edit, e.g. If-Match: "1".',
    })
  const version = /^"([1-9]\d{0,8})"$/.exec(tag.trim())?.[1]
  if (version === undefined)
    throw new AppError('precondition_failed', {
      detail: 'No version has this tag. Send the version you edit, e.g. If-Match: "1".',
    })
  return Number(version)
}
