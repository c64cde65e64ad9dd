const california = new Intl.DateTimeFormat('en-US', {
  timeZone: 'America/Los_Angeles',
  hourCycle: 'h23',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
})

const day = 24 * 60 * 60 * 1_000

const sinceMidnight = (time: number): number => {
  const of = (type: string): number =>
    Number(california.formatToParts(time).find((part) => part.type === type)?.value ?? 0)
  return ((of('hour') * 60 + of('minute')) * 60 + of('second')) * 1_000 + (time % 1_000)
}

/**
 * Google's quotas per day begin anew at midnight Pacific time (ai.google.dev/gemini-api/docs/rate-limits, read 2026-11-25). Milliseconds until
 * then, a day that changes the clocks included.
 */
export function msUntilReset(now: number): number {
  const rough = now + day - sinceMidnight(now)
  const off = sinceMidnight(rough)
  return rough - (off > day / 2 ? off - day : off) - now
}
