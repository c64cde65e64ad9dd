import { afterEach, beforeEach } from 'vitest'

const original = console.error
let said: string[] = []

beforeEach(() => {
  said = []
  console.error = (...args: unknown[]) => {
    said.push(args.map(String).join(' '))
    original(...args)
  }
})

afterEach(() => {
  console.error = original
  if (said.length > 0) throw new Error(`console.error was called: ${said.join('\n')}`)
})
