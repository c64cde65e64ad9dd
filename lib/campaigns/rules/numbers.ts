const ones =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  )
const tens = '_ _ twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')

/** 2,200 is 2200, 6.00 is 6, 007 is 7. */
const plain = (number: string): string => {
  const joined = number.replace(/[.,](?=\d{3}(?!\d))/g, '').replace(',', '.')
  const value = Number(joined)
  return Number.isFinite(value) ? String(value) : joined
}

/** Numbers that are written in digits, in order. */
export const numbersIn = (text: string): string[] => (text.match(/\d+(?:[.,]\d+)*/g) ?? []).map(plain)

/** Numbers that a source knows: in digits, and in English words up to ninety-nine. */
export function numbersKnown(source: string): Set<string> {
  const known = new Set(numbersIn(source))
  for (const [word] of source.toLowerCase().matchAll(/\p{L}+(?:[- ]\p{L}+)?/gu)) {
    for (const part of [word, ...word.split(/[- ]/)]) {
      const value = valueOf(part)
      if (value !== null) known.add(String(value))
    }
  }
  return known
}

function valueOf(words: string): number | null {
  const [first = '', second] = words.split(/[- ]/)
  const ten = tens.indexOf(first)
  if (ten > 1) {
    const one = second === undefined ? 0 : ones.indexOf(second)
    return one >= 0 && one < 10 ? 10 * ten + one : null
  }
  const one = second === undefined ? ones.indexOf(first) : -1
  return one >= 0 ? one : first === 'hundred' ? 100 : first === 'once' ? 1 : first === 'twice' ? 2 : null
}
