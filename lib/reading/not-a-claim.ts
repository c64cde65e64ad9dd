/** Words about the file itself. */
const ofTheFile =
  /\b(?:(?:product|data|fact|spec) ?sheets?|(?:brand|style|design) (?:guides?|book|manual)|guidelines?|table of contents)\b/i

/** Words about how the brand looks and sounds: for those who design and write, not for customers. */
const ofTheLook =
  /#[0-9a-f]{3,8}\b|\b(?:logos?|word ?mark|typefaces?|fonts?|headlines?|(?:body|running) text|palette|pantone|cmyk|rgb|colou?r (?:codes?|values?)|(?:brand|primary|secondary|accent) colou?rs?|clear space|letterheads?|tone of voice|jargon|exclamation marks)\b/i

/** What readers of a file are told to do. */
const toItsReaders =
  /^(?:please|do not|don['’]t|avoid|use|ensure|make sure|(?:never|always) (?:add|alter|change|combine|crop|keep|leave|place|print|put|rotate|set|stretch|turn|use|write))\b/i

/** What stands in a file, in English, and is nothing to tell a customer; nor is what only leads to something else. */
export const isNoClaim = (sentence: string): boolean =>
  sentence.endsWith(':') || ofTheFile.test(sentence) || ofTheLook.test(sentence) || toItsReaders.test(sentence)
