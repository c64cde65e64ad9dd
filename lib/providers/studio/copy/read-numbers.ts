const unit = String.raw`(?!(?:and|or|of|in|on|at|to|the|a|an|for|with|by|from|is|are|we|you|per|off|as|out)\b)\p{Ll}[\p{L}'’-]*`
const number = String.raw`\d+(?:[.,]\d+)*`

const patterns = [
  new RegExp(String.raw`[£$€]\s?${number}(?:\s?(?:k|m|bn)\b)?(?:\soff|(?:\s(?:per|a|an)\s${unit}){1,2})?`, 'giu'),
  new RegExp(
    String.raw`${number}\s?(?:euros?|pounds?|dollars?|EUR|GBP|USD|€)(?![\p{L}])(?:\s(?:per|a)\s${unit})?`,
    'gu',
  ),
  new RegExp(String.raw`${number}\s?%(?:\s(?:off|less|more|fewer))?`, 'giu'),
  /\b\d{1,2}(?:[:.]\d\d)?\s?(?:am|pm)?\s?(?:–|-|to)\s?\d{1,2}(?:[:.]\d\d)?\s?(?:am|pm)\b/giu,
  /\b\d{1,2}(?:[:.]\d\d)?\s?(?:am|pm)\b/giu,
  /\bsince (?:19|20)\d\d\b/giu,
  /\b\d{1,2}(?:st|nd|rd|th)?(?:\s?(?:to|–|-|and)\s?\d{1,2}(?:st|nd|rd|th)?)?\s(?:January|February|March|April|May|June|July|August|September|October|November|December)\b/gu,
  new RegExp(String.raw`(?<![\d.,£$€-])${number}\s?(?:to|–|or)\s?${number}\s${unit}`, 'gu'),
  new RegExp(String.raw`(?<![\d.,£$€-])${number}\+?[ -]${unit}`, 'gu'),
]
const whole = /^(?:people|men|women|children|am|pm|percent|staff|sq|sqm)$/
/** "5 community" wants its noun: a describing word followed by a plural. */
const unfinished = (chip: string, after: string): boolean => {
  const word = /[ -](\p{L}+)$/u.exec(chip)?.[1] ?? ''
  return word !== '' && !word.endsWith('s') && !whole.test(word) && /^\s\p{Ll}+s\b/u.test(after)
}

/** Numbers with what they count, in order, each once: "36 hours", "40 miles", "6 am", "10% off", "£12". */
export function chipsIn(text: string): string[] {
  const found: { at: number; end: number; chip: string }[] = []
  for (const pattern of patterns) {
    for (const match of text.matchAll(pattern)) {
      const chip = match[0].trim()
      const end = match.index + match[0].length
      if (found.some((one) => match.index < one.end && end > one.at)) continue
      const next = (
        unfinished(chip, text.slice(end))
          ? /^\s+[\p{L}'’-]+/u
          : /^\d+-/.test(chip)
            ? /^(?:\s(?:free|full|new|guided|paid))?\s[\p{L}’-]+/u
            : null
      )?.exec(text.slice(end))?.[0]
      found.push({ at: match.index, end, chip: next ? chip + next : chip })
    }
  }
  return [...new Set(found.toSorted((a, b) => a.at - b.at).map(({ chip }) => chip))].filter((chip) => chip.length <= 32)
}

const days = /\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b|\b(?:weekends?|weekdays)\b/g
export const daysIn = (text: string): string[] => [...new Set(text.match(days) ?? [])]
