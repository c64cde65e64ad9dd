import { readFileSync } from 'node:fs'

/** Memory of a process that lies in RAM, MB: now, and the most it ever was. NaN where the system does not tell (only Linux does). */
export function memoryOf(pid: number): { now: number; peak: number } {
  let status = ''
  try {
    status = readFileSync(`/proc/${pid}/status`, 'utf8')
  } catch {
    // It ended, or this is not Linux.
  }
  const line = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? Number.NaN) / 1_024
  return { now: line('VmRSS'), peak: line('VmHWM') }
}
