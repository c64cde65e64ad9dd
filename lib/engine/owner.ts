import { readFileSync } from 'node:fs'
import os from 'node:os'
import type { Owner } from '../domain/store.ts'

const read = (file: string): string | null => {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return null
  }
}

/** When a process began, in kernel ticks since boot (field 22 of its stat); null where the system does not tell. */
function startOf(pid: number): string | null {
  const stat = read(`/proc/${pid}/stat`)
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
}

/** Who this process is, so that others on the host can see when it is gone. */
export function selfOwner(): Owner {
  return {
    machineId: `${os.hostname()} ${read('/etc/machine-id') ?? ''}`.trim(),
    bootId: read('/proc/sys/kernel/random/boot_id') ?? '',
    pid: process.pid,
    processStart: startOf(process.pid) ?? String(Math.round(performance.timeOrigin)),
  }
}

/** True when that process is certainly gone: same host and another boot, no such pid, or the pid belongs to a younger process. */
export function isGone(owner: Owner, self: Owner = selfOwner()): boolean {
  if (owner.machineId !== self.machineId) return false
  if (owner.bootId !== self.bootId) return true
  const start = startOf(owner.pid)
  if (start !== null) return start !== owner.processStart
  if (read('/proc/self/stat') !== null) return true
  try {
    process.kill(owner.pid, 0)
    return false
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH'
  }
}
