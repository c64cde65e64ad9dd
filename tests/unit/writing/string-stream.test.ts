import { describe, expect, test } from 'vitest'
import { createStringStream } from '../../../lib/providers/writing/string-stream.ts'
import { fc } from '../../support/property.ts'

const stringsOf = (value: unknown, path: (string | number)[] = []): [string, string][] => {
  if (typeof value === 'string') return value === '' ? [] : [[JSON.stringify(path), value]]
  if (Array.isArray(value)) return value.flatMap((one, at) => stringsOf(one, [...path, at]))
  if (value !== null && typeof value === 'object') {
    return Object.entries(value).flatMap(([key, one]) => stringsOf(one, [...path, key]))
  }
  return []
}

function read(pieces: readonly string[]) {
  const told = new Map<string, string>()
  const stream = createStringStream((path, text) => {
    const key = JSON.stringify(path)
    told.set(key, (told.get(key) ?? '') + text)
  })
  for (const piece of pieces) stream.write(piece)
  return { told, stream }
}

const cutAt = (text: string, cuts: readonly number[]): string[] => {
  const places = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].sort((a, b) => a - b)
  return [0, ...places].map((place, at) => text.slice(place, places[at] ?? text.length))
}

describe('strings of an answer while it is written', () => {
  test('any JSON in any pieces tells each string whole, at its place', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.array(fc.jsonValue())),
        fc.array(fc.nat()),
        fc.boolean(),
        (value, cuts, escaped) => {
          const plain = JSON.stringify(value, null, escaped ? 1 : 0)
          const text = escaped
            ? plain.replace(/[^\x20-\x7e\n]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
            : plain
          const { told, stream } = read(cutAt(text, cuts))
          expect([...told]).toEqual(stringsOf(JSON.parse(text)))
          expect(stream.complete()).toBe(true)
          expect(JSON.parse(stream.value())).toEqual(JSON.parse(text))
        },
      ),
      { numRuns: 300 },
    )
  })

  test('no piece ends in half a character', () => {
    const pieces: string[] = []
    const stream = createStringStream((_, text) => pieces.push(text))
    for (const unit of '{"a":"🥐 \\ud83e\\udd50"}'.split('')) stream.write(unit)
    expect(pieces.join('')).toBe('🥐 🥐')
    expect(pieces.every((piece) => piece.isWellFormed())).toBe(true)
  })

  test('what stands around the value is left alone, and a second value too', () => {
    const { told, stream } = read(['```json\n{"a":"one"}', '{"a":"two"}```'])
    expect([...told.values()]).toEqual(['one'])
    expect(stream.value()).toBe('{"a":"one"}')
  })

  test('text that is no JSON tells nothing and breaks nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (pieces) => {
        expect(() => read(pieces)).not.toThrow()
      }),
    )
    expect(read(['I am sorry, I cannot do that.']).told.size).toBe(0)
  })
})
