import { describe, expect, it } from 'vitest'
import { parseInput } from '../../lib/http/input.ts'
import {
  ClientMessageSchema,
  controlMessage,
  messageIdOf,
  messageOf,
  problemMessage,
} from '../../lib/http/ws-messages.ts'
import { sampleIds, sampleView } from '../support/sample.ts'

const id = sampleIds.campaign()
const read = (message: unknown) => parseInput(ClientMessageSchema, message)
const refused = (message: unknown): unknown => {
  try {
    return read(message)
  } catch (error) {
    return error
  }
}
const said = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

describe('what a client may say on a socket', () => {
  it('subscribes with and without cursors, by a name of its own', () => {
    const campaigns = [{ id, after: 0 }]
    expect(read({ id: 'a', type: 'subscribe', campaigns })).toEqual({ id: 'a', type: 'subscribe', campaigns })
    for (const one of [{ id }, { id, after: null }])
      expect(read({ id: 7, type: 'subscribe', campaigns: [one] })).toMatchObject({
        id: 7,
        campaigns: [{ after: null }],
      })
  })

  it('sends a command without params as one with none', () => {
    expect(read({ id: 1, type: 'command', name: 'cancel' })).toMatchObject({ name: 'cancel', params: {} })
  })

  it.each([
    ['no object', 'hello', '', 'Write a JSON object here, not text.'],
    ['no type', { id: 1 }, 'type', 'Choose one of subscribe, unsubscribe, command.'],
    ['another type', { id: 1, type: 'ping' }, 'type', 'Choose one of subscribe, unsubscribe, command.'],
    ['no id', { type: 'unsubscribe', campaigns: [id] }, 'id', 'Write text of at most 100 characters'],
    ['a long id', { id: 'x'.repeat(101), type: 'unsubscribe', campaigns: [id] }, 'id', 'At most 100 characters.'],
    ['half a number', { id: 1.5, type: 'unsubscribe', campaigns: [id] }, 'id', 'or a whole number'],
    ['a field too many', { id: 1, type: 'unsubscribe', campaigns: [id], x: 1 }, 'x', 'remove it'],
    ['no cursor', { id: 1, type: 'subscribe', campaigns: [{ id, after: 1.5 }] }, 'campaigns.0.after', 'a whole number'],
    ['one twice', { id: 1, type: 'subscribe', campaigns: [{ id }, { id }] }, 'campaigns', 'Each campaign once.'],
    ['an odd command', { id: 1, type: 'command', name: 'sing' }, 'name', 'Choose one of cancel, pause, resume'],
    ['a list of params', { id: 1, type: 'command', name: 'retry', params: [] }, 'params', 'not a list'],
  ])('is told where it is wrong: %s', (_name, message, path, words) => {
    expect(refused(message)).toMatchObject({
      code: 'invalid_input',
      errors: [{ path, message: expect.stringContaining(words) }],
    })
  })

  it('has its id read even where the rest is broken', () => {
    expect(messageIdOf({ id: 'a', type: 5, more: true })).toBe('a')
    expect(messageIdOf({ id: 0 })).toBe(0)
    for (const none of [null, 'a', [], { id: null }, { id: {} }, {}]) expect(messageIdOf(none)).toBeNull()
  })
})

describe('what a socket says', () => {
  it('sends a fact as it is stored, written once for all', () => {
    const row = { seq: 3, type: 'campaign.settled', json: '{"seq":3, "é":"as stored"}' }
    const bytes = messageOf(id, { type: 'fact', row })
    expect(said(bytes)).toBe(`{"type":"fact","event":${row.json}}`)
    expect(messageOf(id, { type: 'fact', row })).toBe(bytes)
  })

  it('sends a snapshot with its campaign and seq, written once for all', () => {
    const view = sampleView(id, { seq: 41 })
    const bytes = messageOf(id, { type: 'snapshot', view })
    expect(JSON.parse(said(bytes))).toEqual({ type: 'snapshot', campaignId: id, seq: 41, view })
    expect(messageOf(id, { type: 'snapshot', view })).toBe(bytes)
  })

  it('says states of a campaign and of the whole socket', () => {
    expect(said(messageOf(id, { type: 'control', state: 'live' }))).toBe(
      `{"type":"control","campaignId":"${id}","state":"live"}`,
    )
    expect(said(controlMessage(null, 'reconnect'))).toBe('{"type":"control","campaignId":null,"state":"reconnect"}')
  })

  it('keeps the words of our own mistakes inside', () => {
    const reply = said(problemMessage('a"b', new Error('secret')))
    expect(JSON.parse(reply)).toMatchObject({
      type: 'reply',
      id: 'a"b',
      ok: false,
      problem: { status: 500, code: 'internal' },
    })
    expect(reply).not.toContain('secret')
  })
})
