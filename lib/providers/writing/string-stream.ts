/** Where a string stands in a JSON value: keys and positions from the top. */
export type JsonPath = readonly (string | number)[]

type Level = { kind: 'object'; key: string | null } | { kind: 'array'; index: number }
type Place = 'value' | 'key' | 'string' | 'escape' | 'unicode' | 'scalar' | 'after' | 'done'

const escapes: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

/**
 * Reads JSON as it arrives, in any pieces, and tells the text of its string values while they are being written. What stands before the value is
 * skipped and what follows it is left alone. Never throws: text that is not JSON simply tells nothing more.
 */
export function createStringStream(onText: (path: JsonPath, text: string) => void) {
  const levels: Level[] = []
  let place: Place = 'value'
  let key: string | null = null
  let code = ''
  let piece = ''
  let whole = ''
  let began = false

  const top = (): Level | undefined => levels.at(-1)
  const path = (): JsonPath => levels.map((level) => (level.kind === 'object' ? (level.key ?? '') : level.index))
  const tell = (): void => {
    // Half of a character waits for its other half.
    const held = /[\ud800-\udbff]$/.exec(piece)?.[0] ?? ''
    const text = piece.slice(0, piece.length - held.length)
    if (text !== '') onText(path(), text)
    piece = held
  }
  const add = (text: string): void => {
    if (key === null) piece += text
    else key += text
  }
  const endString = (): void => {
    const level = top()
    if (key !== null) {
      if (level?.kind === 'object') level.key = key
      key = null
    } else {
      tell()
      piece = ''
    }
    place = 'after'
  }
  const open = (kind: Level['kind']): void => {
    began = true
    levels.push(kind === 'object' ? { kind, key: null } : { kind, index: 0 })
    place = kind === 'object' ? 'key' : 'value'
  }
  const close = (): void => {
    levels.pop()
    place = levels.length === 0 ? 'done' : 'after'
  }
  const structure = (character: string): void => {
    const level = top()
    if (character === '{') open('object')
    else if (character === '[') open('array')
    else if (!began) return
    else if (character === '}' || character === ']') close()
    else if (character === '"') {
      if (place === 'key') key = ''
      place = 'string'
    } else if (character === ',') {
      if (level?.kind === 'array') level.index += 1
      place = level?.kind === 'object' ? 'key' : 'value'
    } else if (character === ':') place = 'value'
    else if (!/\s/.test(character)) place = 'scalar'
  }
  const read = (character: string): void => {
    switch (place) {
      case 'string':
        if (character === '"') endString()
        else if (character === '\\') place = 'escape'
        else add(character)
        return
      case 'escape':
        code = ''
        place = character === 'u' ? 'unicode' : 'string'
        if (character !== 'u') add(escapes[character] ?? character)
        return
      case 'unicode':
        code += character
        if (code.length < 4) return
        add(String.fromCharCode(Number.parseInt(code, 16)))
        place = 'string'
        return
      case 'done':
        return
      default:
        structure(character)
    }
  }

  return {
    write(text: string): void {
      for (let at = 0; at < text.length && place !== 'done'; at++) {
        const character = text.charAt(at)
        if (began || character === '{' || character === '[') whole += character
        read(character)
      }
      if (key === null) tell()
    },
    /** The value alone, as far as it has come; the first one when it was sent twice. */
    value: (): string => whole,
    complete: (): boolean => place === 'done',
  }
}
