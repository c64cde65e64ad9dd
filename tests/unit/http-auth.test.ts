import { expect, test } from 'vitest'
import { admit, callerOf } from '../../lib/http/auth.ts'

const hosts = { loopbackOnly: true, port: 3000 }
const from = (headers: Record<string, string>, method = 'GET') => ({
  method,
  url: '/api/v1/campaigns',
  headers: new Headers({ host: '127.0.0.1:3000', ...headers }),
})

test.each(['127.0.0.1:3000', 'localhost', 'LOCALHOST:8080', '[::1]:3000', '127.8.8.8'])(
  'the Host %s is at home',
  (host) => {
    expect(callerOf(from({ host }), hosts).workspaceId).toBe('local')
  },
)

test.each([
  'evil.example',
  'localhost.evil.example:3000',
  '127.0.0.1.evil.example',
  '192.168.1.4:3000',
  '0.0.0.0',
  'user@127.0.0.1',
  '127.0.0.1/evil',
  '[::2]',
  '',
])('the Host %j is foreign', (host) => {
  expect(() => callerOf(from({ host }), hosts)).toThrow(expect.objectContaining({ code: 'forbidden' }))
})

test.each(['*', 'http://evil.example/api/v1/campaigns', 'evil.example:443', ''])(
  '%j is no path of this server',
  (url) => {
    expect(() => admit({ ...from({}), url }, hosts)).toThrow(expect.objectContaining({ code: 'bad_request' }))
  },
)

test('a request without a Host is foreign', () => {
  expect(() => callerOf({ method: 'GET', url: '/', headers: new Headers() }, hosts)).toThrow('loopback')
})

test('any Host is fine when the server is meant for others', () => {
  expect(callerOf(from({ host: 'unfold.example' }), { loopbackOnly: false, port: 3000 })).toBeDefined()
})

test('our own pages may call, other origins may not', () => {
  expect(
    callerOf(from({ origin: 'http://127.0.0.1:3000', 'sec-fetch-site': 'same-origin' }, 'POST'), hosts),
  ).toBeDefined()
  const foreign = [
    'http://evil.example',
    'http://127.0.0.1:5173',
    'http://localhost:3000',
    'null',
    'file://',
    'http://127.0.0.1',
    'ftp://127.0.0.1:3000',
  ]
  for (const origin of foreign) {
    for (const method of ['GET', 'POST']) {
      expect(() => callerOf(from({ origin }, method), hosts)).toThrow('may not call')
    }
  }
})

test('another site may link here but neither embed nor call', () => {
  const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }
  expect(callerOf(from(link), hosts)).toBeDefined()
  expect(() => callerOf(from(link, 'POST'), hosts)).toThrow('may not call')
  expect(() => callerOf(from({ ...link, 'sec-fetch-dest': 'iframe' }), hosts)).toThrow('may not call')
  expect(() => callerOf(from({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }), hosts)).toThrow(
    'may not call',
  )
  expect(() => callerOf(from({ 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' }), hosts)).toThrow(
    'may not call',
  )
})

test('the entry refuses paths that cannot be decoded and methods that nothing takes', () => {
  const visit = (method: string, url: string) => () => admit({ ...from({}, method), url }, hosts)
  expect(visit('GET', '/campaigns/%ff')).toThrow(expect.objectContaining({ code: 'bad_request' }))
  expect(visit('GET', '/campaigns/%')).toThrow(expect.objectContaining({ code: 'bad_request' }))
  expect(visit('GET', '/a%00b')).toThrow(expect.objectContaining({ code: 'bad_request' }))
  expect(visit('TRACE', '/')).toThrow(expect.objectContaining({ code: 'method_not_allowed' }))
  expect(visit('GET', '/search?q=%ff')).not.toThrow('may not call')
  expect(visit('PATCH', '/caf%C3%A9')).not.toThrow('may not call')
})
