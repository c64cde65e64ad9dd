import { AppError } from '../domain/errors.ts'

const refuse =
  (code: 'unsupported_media_type' | 'too_large' | 'invalid_input', detail: string) =>
  (cause?: unknown): AppError =>
    new AppError(code, {
      detail,
      ...(code === 'invalid_input' && { errors: [{ path: '', message: detail }] }),
      ...(cause !== undefined && { cause }),
    })

/** Why a file is not taken, and what helps. */
export const refusals = {
  unknownType: refuse(
    'unsupported_media_type',
    'This file is neither a PDF, nor a PNG, JPEG or WebP picture, nor a text in UTF-8. Save it as one of these.',
  ),
  otherText: refuse('unsupported_media_type', 'This text is not in UTF-8. Save it with the encoding UTF-8.'),
  longText: refuse('too_large', 'A text may have at most 1 MB. Keep the part that matters.'),
  empty: refuse('invalid_input', 'The file is empty. Choose one with something in it.'),
  blank: refuse('invalid_input', 'There is no text in this file. Choose one with something in it.'),
  locked: refuse('invalid_input', 'This PDF is locked with a password. Save a copy without one and upload that.'),
  brokenPdf: refuse('invalid_input', 'This PDF is damaged or not complete. Save it anew and upload it again.'),
  heavyPdf: refuse(
    'invalid_input',
    'This PDF takes more time or memory than is given to one. Save it with fewer pages, or its text alone.',
  ),
  hugeImage: refuse('invalid_input', 'This picture has more than 50 megapixels. Save a smaller one.'),
  brokenImage: refuse('invalid_input', 'This picture is damaged or not complete. Save it anew and upload it again.'),
  busy: (): AppError =>
    new AppError('too_many_requests', { detail: 'Other files are being read. Try again in a moment.', retryAfter: 2 }),
}
