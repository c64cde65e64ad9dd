import { JobEventSchema, type JobEvent } from '../../../lib/domain/event.ts'

/** Facts as the public schema reads them: each once, however many hear it. Throws when a row is none. */
export function createFacts() {
  const known = new Map<string, JobEvent>()
  return (json: string): JobEvent => {
    const before = known.get(json)
    if (before) return before
    const fact = JobEventSchema.parse(JSON.parse(json))
    known.set(json, fact)
    return fact
  }
}
export type Facts = ReturnType<typeof createFacts>
