/** The language of the interface: digits, money and times follow it. */
export const locale = 'en-GB'

const spelledOut = [
  'no',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
]
const ordinals = [
  'First',
  'Second',
  'Third',
  'Fourth',
  'Fifth',
  'Sixth',
  'Seventh',
  'Eighth',
  'Ninth',
  'Tenth',
  'Eleventh',
  'Twelfth',
]

const nbsp = '\u00a0'

export const spelled = (n: number): string => spelledOut[n] ?? String(n)
export const ordinal = (n: number): string => ordinals[n - 1] ?? `No. ${n}`
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
export const plural = (n: number, one: string, many = `${one}s`): string => (n === 1 ? one : many)
/** "two texts", "an image", "a video". */
export const some = (n: number, one: string, article = 'a'): string =>
  n === 1 ? `${article} ${one}` : `${spelled(n)} ${one}s`
export const digits = (n: number): string => n.toLocaleString(locale)
export const padded = (n: number): string => String(n).padStart(2, '0')

/** "a", "a and b", "a, b and c". */
export function listOf(parts: readonly string[]): string {
  const last = parts.at(-1) ?? ''
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`
}

/** Never rounded up: 99.9 % is not done. */
export const percentOf = (progress: number): number => Math.floor(progress * 100 + 1e-9)
export const percent = (progress: number): string => `${percentOf(progress)}${nbsp}%`

/** Integer micros of a currency; cents are shown, smaller amounts with as many digits as they need. */
export function money(micros: number, currency: string): string {
  const small = micros > 0 && micros < 10_000
  return new Intl.NumberFormat(locale, { style: 'currency', currency, maximumFractionDigits: small ? 4 : 2 }).format(
    micros / 1_000_000,
  )
}

/** "€0.00", or "€0.34–€0.46" when the ends differ. */
export function moneyRange(low: number, high: number, currency: string): string {
  return low === high ? money(low, currency) : `${money(low, currency)}–${money(high, currency)}`
}

/** A measured time: "0.4 s", "11.8 s", "51 s", "1 min 58 s", "2 h 5 min". */
export function lasted(ms: number): string {
  if (ms < 1_000) return `${Math.max(0.1, Math.round(ms / 100) / 10).toFixed(1)}${nbsp}s`
  const tenths = Math.round(ms / 100) / 10
  if (tenths < 20) return `${Number.isInteger(tenths) ? tenths : tenths.toFixed(1)}${nbsp}s`
  const seconds = Math.round(ms / 1_000)
  if (seconds < 60) return `${seconds}${nbsp}s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60)
    return seconds % 60 === 0 ? `${minutes}${nbsp}min` : `${minutes}${nbsp}min${nbsp}${seconds % 60}${nbsp}s`
  return `${Math.floor(minutes / 60)}${nbsp}h${nbsp}${minutes % 60}${nbsp}min`
}

/** Time that runs: whole seconds, "6 s", "1 min 4 s". */
export const running = (ms: number): string => lasted(Math.max(1_000, Math.floor(ms / 1_000) * 1_000))

/** A stopwatch: "0:51", "1:58". */
export function stopwatch(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000))
  return `${Math.floor(seconds / 60)}:${padded(seconds % 60)}`
}

/** The ends of an estimate, ms, rounded to steps nobody would call exact. */
function rounded(lowMs: number, highMs: number): { low: number; high: number } {
  const step = highMs < 20_000 ? 1_000 : highMs < 120_000 ? 5_000 : 10_000
  return {
    low: Math.max(0, Math.floor(lowMs / step) * step),
    high: Math.max(step, Math.ceil(highMs / step) * step),
  }
}

/** An estimate is a range: "4–6 s", "50–80 s", "1:40–2:10 min"; "under 30 s" when its low end is reached. */
export function spanOf(lowMs: number, highMs: number): string {
  const { low, high } = rounded(lowMs, highMs)
  const end = high < 100_000 ? `${high / 1_000}${nbsp}s` : `${stopwatch(high)}${nbsp}min`
  if (low === high) return end
  if (low === 0) return `under ${end}`
  return high < 100_000 ? `${low / 1_000}–${end}` : `${stopwatch(low)}–${end}`
}

/** The same range for ears: "50 to 80 seconds", "1 minute 40 to 2 minutes 10". */
export function spokenSpan(lowMs: number, highMs: number): string {
  const { low, high } = rounded(lowMs, highMs)
  const say = (ms: number): string => {
    const minutes = Math.floor(ms / 60_000)
    const seconds = (ms % 60_000) / 1_000
    return [minutes === 0 ? '' : `${minutes} ${plural(minutes, 'minute')}`, seconds === 0 ? '' : String(seconds)]
      .filter((part) => part !== '')
      .join(' ')
  }
  const [from, to] = high < 100_000 ? [`${low / 1_000}`, `${high / 1_000} seconds`] : [say(low), say(high)]
  if (low === high) return to
  return low === 0 ? `under ${to}` : `${from} to ${to}`
}

const clockWith = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit' })
const clockTo = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' })
const dayOf = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' })

export const clockSeconds = (ms: number): string => clockWith.format(ms)
export const clockMinutes = (ms: number): string => clockTo.format(ms)
/** A calendar day of UTC, as months of the books begin: "1 December". */
export const dayOfMonth = (ms: number): string =>
  new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(ms)
/** A day of a list, "2026-09-20": "20 Sept 2026". */
export const dateOf = (iso: string): string =>
  new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(
    Date.parse(iso),
  )
/** A listed price in US dollars: "$0.75", "$0.075". */
export const dollars = (price: number): string =>
  `$${price.toLocaleString(locale, { minimumFractionDigits: 2, maximumFractionDigits: 4 })}`
export const day = (ms: number): string => dayOf.format(ms)

/** A time today by its clock, an older one with its day. */
export const moment = (ms: number): string =>
  day(ms) === day(Date.now()) ? clockMinutes(ms) : `${day(ms)}, ${clockMinutes(ms)}`

/** "812 B", "412 kB", "1.4 MB": thousands, as disks count. */
export function bytes(n: number): string {
  if (n < 1_000) return `${n}${nbsp}B`
  if (n < 1_000_000) return `${Math.round(n / 1_000)}${nbsp}kB`
  return `${(n / 1_000_000).toFixed(1)}${nbsp}MB`
}
