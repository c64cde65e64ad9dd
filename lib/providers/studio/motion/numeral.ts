const pattern = /(?<![\p{L}\d.,:/–-])[£$€¥₴]?\d+(?:[.,:/]\d+)*(?:\s?[%€£+]|x(?!\p{L}))?(?![\d–/]|-\d)/u
const longest = 7

/** The text without the number it opens with, for under the large numeral; the whole text when the number is part of a word. */
export function withoutOpening(text: string, numeral: string): string {
  const rest = text.startsWith(`${numeral} `) ? text.slice(numeral.length + 1).trim() : ''
  return rest.length >= 4 ? rest : text
}

/**
 * The first number of a text, as it stands there with its sign, when it is short enough to be set large; null when there is
 * none. Ranges, telephone numbers and numbers in names are none.
 */
export function numeralOf(text: string): string | null {
  const found = pattern.exec(text)?.[0].trim() ?? null
  return found !== null && found.length <= longest && !/^0\d/.test(found) ? found : null
}

/**
 * The numeral on its way up: `share` 0 to 1, its own digits at 1. Years count their last 24 years; times, fractions and dates do not count.
 * Grouping and decimals stay as written.
 */
export function countingTo(numeral: string, share: number): string {
  const digits = /\d+(?:[.,]\d+)*/.exec(numeral)?.[0]
  if (share >= 1 || !digits || /[:/]/.test(numeral) || digits.startsWith('0')) return numeral
  const [, whole = '', mark = '', rest = ''] = /^(\d+(?:[.,]\d{3})*)([.,]?)(\d*)$/.exec(digits) ?? []
  if (whole === '') return numeral
  const grouping = /[.,]/.exec(whole)?.[0] ?? ''
  const value = Number(whole.replace(/[.,]/g, ''))
  const isYear = grouping === '' && mark === '' && value >= 1800 && value <= 2100
  const from = isYear ? value - 24 : 0
  const now = String(Math.round(from + (value - from) * share))
  const grouped = grouping === '' ? now : now.replace(/\B(?=(\d{3})+$)/g, grouping)
  return numeral.replace(digits, grouped + mark + rest)
}
