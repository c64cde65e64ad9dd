const unit = String.raw`(?!(?:and|or|of|in|on|at|to|the|a|an|for|with|by|from|is|are|we|you|per|off|as)\b)\p{Ll}[\p{L}'’-]*`
const number = String.raw`\d+(?:[.,]\d+)*`

const patterns = [
  new RegExp(String.raw`[£$€]\s?${number}(?:\s?(?:k|m|bn)\b)?(?:\s(?:off|(?:per|a|an)\s${unit}))?`, 'giu'),
  new RegExp(String.raw`${number}\s?(?:euros?|pounds?|dollars?|EUR|GBP|USD|€)(?![\p{L}])(?:\s(?:per|a)\s${unit})?`, 'gu'),
  new RegExp(String.raw`${number}\s?%(?:\s(?:off|less|more|fewer))?`, 'giu'),
  /\b\d{1,2}(?:[:.]\d\d)?\s?(?:am|pm)?\s?(?:–|-|to)\s?\d{1,2}(?:[:.]\d\d)?\s?(?:am|pm)\b/giu,
  /\b\d{1,2}(?:[:.]\d\d)?\s?(?:am|pm)\b/giu,
  /\bsince (?:19|20)\d\d\b/giu,
  new RegExp(String.raw`(?<![\d.,£$€-])${number}\+?[ -]${unit}`, 'gu'),
]
const few = /^(?:\d+(?:[.,]\d+)*\+?)[ -](?:small|large|full|whole|new|local|free|different|private|wooden|independent|family|working|square|electric|self|hand|other|extra|long|short|weekly|mid|big|guided|certified|trained|public|shared|single|double)$/

/** Numbers with what they count, in order, each once: "36 hours", "40 miles", "6 am", "10% off", "£12". */
export function chipsIn(text: string): string[] {
  const found: { at: number; end: number; chip: string }[] = []
  for (const pattern of patterns) {
    for (const match of text.matchAll(pattern)) {
      const chip = match[0].trim()
      const end = match.index + match[0].length
      if (found.some((one) => match.index < one.end && end > one.at)) continue
      const next = (few.test(chip) ? /^\s+[\p{L}'’-]+/u : /^\d+-/.test(chip) ? /^(?:\s(?:free|full|new|guided|paid))?\s[\p{L}’-]+/u : null)?.exec(text.slice(end))?.[0]
      found.push({ at: match.index, end, chip: next ? chip + next : chip })
    }
  }
  return [...new Set(found.toSorted((a, b) => a.at - b.at).map(({ chip }) => chip))].filter((chip) => chip.length <= 32)
}

const days = /\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b|\b(?:weekends?|weekdays)\b/g
export const daysIn = (text: string): string[] => [...new Set(text.match(days) ?? [])]
