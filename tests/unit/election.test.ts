import { describe, expect, it } from 'vitest'
import { joinElection, type Election } from '../../hooks/election.ts'
import { createFakeBrowser } from '../support/fake-browser.ts'
import { settled } from '../support/scripted-fetch.ts'

type Word = 'ask' | 'beat' | 'lead'

function createTabs() {
  const browser = createFakeBrowser()
  const said: string[] = []
  const open = (id: string, { timers = true } = {}) => {
    const tab = browser.open(id)
    if (!timers) tab.clock.after = () => () => {}
    let election: Election | null = null
    let leading = false
    const channel = tab.openChannel((message) => election?.hear(message as Word))
    election = joinElection(
      {
        clock: tab.clock,
        lock: tab.lock,
        say(word) {
          said.push(`${id} ${word}`)
          channel.post(word)
        },
      },
      {
        lead() {
          leading = true
        },
        yield() {
          leading = false
        },
      },
    )
    return { ...tab, leave: election.leave, leads: () => leading }
  }
  const pass = async (ms: number): Promise<void> => {
    for (let left = ms; left > 0; left -= 50) {
      browser.clock.advance(Math.min(50, left))
      await settled()
    }
  }
  return { open, pass, said }
}

describe('the election', () => {
  it('gives the lead to the first tab, and to no other while that one stands', async () => {
    const { open, pass } = createTabs()
    const [first, second, third] = [open('first'), open('second'), open('third')]
    await pass(120_000)
    expect([first.leads(), second.leads(), third.leads()]).toEqual([true, false, false])
  })

  it('asks a quiet leader, one question for all tabs, and hears its answer', async () => {
    const { open, pass, said } = createTabs()
    open('first')
    await pass(100)
    open('second')
    await pass(700)
    open('third')
    await pass(2_000)
    expect(said).toEqual(['first lead', 'second ask', 'first beat'])
  })

  it('passes the lead on at once when the leader leaves', async () => {
    const { open, pass } = createTabs()
    const first = open('first')
    const second = open('second')
    await settled()
    first.leave()
    await settled()
    expect([first.leads(), second.leads()]).toEqual([false, true])
    await pass(60_000)
    expect(first.leads()).toBe(false)
  })

  it('passes the lead on at once when the leader crashes', async () => {
    const { open } = createTabs()
    const first = open('first')
    const second = open('second')
    await settled()
    first.crash()
    await settled()
    expect(second.leads()).toBe(true)
  })

  it('replaces a leader that stands still after 5 s, by one tab', async () => {
    const { open, pass } = createTabs()
    const first = open('first')
    await settled()
    const others = [open('second'), open('third'), open('fourth')]
    await pass(10_000)
    first.freeze()
    await pass(2_500)
    expect(others.filter((tab) => tab.leads())).toHaveLength(0)
    await pass(2_550)
    expect(others.filter((tab) => tab.leads())).toHaveLength(1)
  })

  it('leaves the lead to a hidden tab whose timers do not run', async () => {
    const { open, pass } = createTabs()
    const first = open('first', { timers: false })
    await settled()
    const second = open('second')
    await pass(120_000)
    expect([first.leads(), second.leads()]).toEqual([true, false])
  })

  it('lets a leader that was replaced step down when it wakes', async () => {
    const { open, pass } = createTabs()
    const first = open('first')
    await settled()
    const second = open('second')
    first.freeze()
    await pass(6_000)
    expect(second.leads()).toBe(true)
    first.thaw()
    await settled()
    expect([first.leads(), second.leads()]).toEqual([false, true])
    second.leave()
    await settled()
    expect(first.leads()).toBe(true)
  })

  it('does without a tab that was given the lead while it stands still', async () => {
    const { open, pass } = createTabs()
    const first = open('first')
    await settled()
    const second = open('second')
    const third = open('third')
    second.freeze()
    first.leave()
    await pass(6_000)
    expect(third.leads()).toBe(true)
  })

  it('does not blame the leader for its own sleep', async () => {
    const { open, pass } = createTabs()
    const first = open('first')
    await settled()
    const second = open('second')
    await pass(3_000)
    second.freeze()
    await pass(600_000)
    second.thaw()
    await pass(60_000)
    expect([first.leads(), second.leads()]).toEqual([true, false])
  })

  it('has one leader in the end when a word of another one comes late', async () => {
    const { open, pass, said } = createTabs()
    const tabs = [open('first'), open('second')]
    await settled()
    said.length = 0
    tabs[1]?.openChannel(() => {}).post('lead' satisfies Word)
    await pass(100)
    expect(said).toEqual(['second lead'])
    expect(tabs.map((tab) => tab.leads())).toEqual([false, true])
  })

  it('has one leader in the end when tabs replace a leader at the same moment', async () => {
    const { open, pass } = createTabs()
    const first = open('first')
    await settled()
    const others = Array.from({ length: 11 }, (_, at) => open(`tab ${at}`))
    await settled()
    first.freeze()
    await pass(20_000)
    expect(others.filter((tab) => tab.leads())).toHaveLength(1)
    first.thaw()
    await pass(20_000)
    expect([first, ...others].filter((tab) => tab.leads())).toHaveLength(1)
  })
})
