import { expect, it } from 'vitest'
import { driftOf, type Minute } from '../support/soak/drift.ts'

const quiet: Minute = {
  rssMb: 300,
  files: 40,
  walMb: 4,
  liveP50Ms: 3,
  liveP99Ms: 20,
  postP50Ms: 6,
  postP99Ms: 30,
}
const hour = (change: (minute: number) => Partial<Minute>): Minute[] =>
  Array.from({ length: 60 }, (_, minute) => ({ ...quiet, ...change(minute) }))
const risen = (minutes: Minute[]): string[] =>
  driftOf(minutes, 5)
    .filter((drift) => !drift.ok)
    .map((drift) => drift.name)

it('is content with an hour that swings and does not rise', () => {
  expect(
    risen(hour((minute) => ({ rssMb: 300 + (minute % 7) * 10, walMb: minute % 16, liveP99Ms: 20 + (minute % 5) * 8 }))),
  ).toEqual([])
})

it('is content with what fills up while it warms up', () => {
  expect(risen(hour((minute) => ({ rssMb: minute < 5 ? 150 + minute * 30 : 300 })))).toEqual([])
})

it('finds memory that leaks a little more than a megabyte a minute', () => {
  expect(risen(hour((minute) => ({ rssMb: 300 + minute * 1.6 })))).toEqual(['rssMb'])
})

it('finds a file handle that is left open every other minute', () => {
  expect(risen(hour((minute) => ({ files: 40 + minute / 2 })))).toEqual(['files'])
})

it('finds a log that only grows, and answers that get slower', () => {
  expect(
    risen(hour((minute) => ({ walMb: 4 + minute * 2, postP50Ms: 6 + minute / 2, liveP99Ms: 20 + minute * 2 }))),
  ).toEqual(['walMb', 'liveP99Ms', 'postP50Ms'])
})

it('is content with a log whose file rises to its own ceiling and stays there', () => {
  expect(risen(hour((minute) => ({ walMb: minute < 42 ? 24 : 47.2 })))).toEqual([])
})

it('does not take for risen what was not measured', () => {
  expect(risen(hour(() => ({ rssMb: Number.NaN, files: Number.NaN })))).toEqual([])
})
