import type { Caller, Permission } from '../domain/caller.ts'
import { AppError } from '../domain/errors.ts'

/** Throws AppError `forbidden` when the caller may not do this. */
export function demand(caller: Caller, permission: Permission): void {
  if (!caller.can.includes(permission))
    throw new AppError('forbidden', { detail: `Your key may not ${permission} here.` })
}
