import { expect, test } from 'vitest'
import { AppError } from '../../lib/domain/errors.ts'
import { isBug, problemOf } from '../../lib/http/problem.ts'

test('an AppError becomes problem details with its code, its words and how long to wait', () => {
  const { status, headers, body } = problemOf(new AppError('disk_full', { detail: 'Free some space.' }))
  expect(status).toBe(507)
  expect(headers).toMatchObject({
    'content-type': 'application/problem+json',
    'retry-after': '60',
    'cache-control': 'no-store',
  })
  expect(JSON.parse(body)).toEqual({
    type: 'urn:unfold:problem:disk_full',
    title: 'The disk is full',
    status: 507,
    detail: 'Free some space.',
    code: 'disk_full',
  })
})

test('a bug becomes a 500 that says nothing of its inside', () => {
  const bug = new Error('SELECT * FROM secrets failed')
  const { status, body } = problemOf(bug)
  expect(status).toBe(500)
  expect(body).not.toMatch(/secrets|at .*\.ts/)
  expect(problemOf(new AppError('internal', { detail: 'SELECT * FROM secrets failed' })).body).not.toMatch(/secrets/)
  expect(isBug(bug)).toBe(true)
  expect(isBug(new AppError('not_found'))).toBe(false)
})

test('an error from another module graph is recognised by its code', () => {
  const foreign = Object.assign(new Error('Wait a little.'), {
    code: 'store_unavailable',
    status: 503,
    title: 'The store cannot be reached',
    retryAfter: 2,
    headers: {},
  })
  expect(problemOf(foreign).status).toBe(503)
})
