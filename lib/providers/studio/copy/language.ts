import { wordsOf } from './wording.ts'

const common = new Set(
  'the and a an of to in is are we our you your for with on at it by from that this i my be as or all not no but can have has will its they every who us if up out when what so get one now after before about more than into new only per sell buy off'.split(
    ' ',
  ),
)
const foreign = new Set(
  'der die das und ist wir mit für ein eine unser unsere nicht auf zu den dem le la les des et est nous une un pour avec notre nos dans vous el los las y es con para nuestro nuestra una del por il lo gli che di per non siamo sono della nel con een het van wij met voor onze zijn en och är vi med som att för på ett av jest są na nasz nasze dla oraz się w z que em uma não nossa nosso os as do da ve bir için ile olan'.split(
    ' ',
  ),
)
const letters = /\p{L}/gu

/**
 * Whether the studio may write around these words in English. The language of the brief decides first; then the words themselves: mostly
 * Latin letters, and no more marks of another language than of English.
 */
export function isEnglish(language: string, text: string): boolean {
  if (!/^en(?:-|$)/i.test(language)) return false
  const all = text.match(letters)?.length ?? 0
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0
  if (all > 0 && latin / all < 0.7) return false
  const words = wordsOf(text).slice(0, 600)
  const english = words.filter((word) => common.has(word)).length
  const other = words.filter((word) => foreign.has(word) && !common.has(word)).length
  return other < 2 || other <= english
}

const names: Record<string, string> = {
  de: 'German',
  fr: 'French',
  es: 'Spanish',
  it: 'Italian',
  nl: 'Dutch',
  pl: 'Polish',
  pt: 'Portuguese',
  sv: 'Swedish',
  da: 'Danish',
  nb: 'Norwegian',
  fi: 'Finnish',
  el: 'Greek',
  ru: 'Russian',
  uk: 'Ukrainian',
  cs: 'Czech',
  tr: 'Turkish',
  ar: 'Arabic',
  he: 'Hebrew',
  ja: 'Japanese',
  zh: 'Chinese',
  ko: 'Korean',
}

/** The language's name in English, for notes. */
export const languageName = (tag: string): string | null => names[(tag.split('-')[0] ?? '').toLowerCase()] ?? null
