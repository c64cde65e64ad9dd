import { readFileSync } from 'node:fs'

/** A tick of the kernel's accounts, ms. */
const tickMs = 10

/** How long a process has computed so far, in user and system time, ms. NaN where the system does not tell (only Linux does). */
export function cpuOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name of the program, in brackets, may hold spaces.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[11]) + Number(fields[12])) * tickMs
  } catch {
    return Number.NaN
  }
}
