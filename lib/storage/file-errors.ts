import { AppError } from '../domain/errors.ts'

export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

/** The system's codes as ours; others pass unchanged. */
export function asAppError(error: unknown): unknown {
  switch (codeOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new AppError('disk_full', {
        detail: 'The disk is full: the file was not kept. Free some space and try again.',
        cause: error,
      })
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'EIO':
      return new AppError('store_unavailable', { detail: 'The folder for assets cannot be written.', cause: error })
    default:
      return error
  }
}
