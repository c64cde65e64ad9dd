import { describe, expect, it } from 'vitest'
import { timeLeft } from '../../components/campaign/time-left.ts'
import {
  lasted,
  listOf,
  money,
  moneyRange,
  percent,
  spanOf,
  spokenSpan,
  stopwatch,
} from '../../components/messages/numbers.ts'

const plain = (text: string): string => text.replaceAll('\u00a0', ' ')

describe('numbers in words', () => {
  it('shows a measured time with the digits it deserves', () => {
    expect(
      [3, 400, 1_000, 4_120, 11_849, 34_400, 59_600, 118_000, 120_000, 7_500_000].map((ms) => plain(lasted(ms))),
    ).toEqual(['0.1 s', '0.4 s', '1 s', '4.1 s', '11.8 s', '34 s', '1 min', '1 min 58 s', '2 min', '2 h 5 min'])
  })

  it('shows an estimate as a range, never as one exact number', () => {
    expect(plain(spanOf(50_100, 79_000))).toBe('50–80 s')
    expect(plain(spanOf(4_200, 5_800))).toBe('4–6 s')
    expect(plain(spanOf(100_000, 129_000))).toBe('1:40–2:10 min')
    expect(plain(spanOf(0, 400))).toBe('under 1 s')
    expect(plain(spanOf(0, 28_000))).toBe('under 30 s')
  })

  it('says an estimate for ears as it shows it', () => {
    expect(spokenSpan(50_100, 79_000)).toBe('50 to 80 seconds')
    expect(spokenSpan(0, 28_000)).toBe('under 30 seconds')
    expect(spokenSpan(100_000, 129_000)).toBe('1 minute 40 to 2 minutes 10')
    expect(spokenSpan(60_000, 120_000)).toBe('1 minute to 2 minutes')
  })

  it('tells the time left from absolute times, and says when it is overdue', () => {
    const eta = { p50At: '2026-11-23T14:00:50.000Z', p90At: '2026-11-23T14:01:20.000Z' }
    const at = (seconds: number) => Date.parse('2026-11-23T14:00:00.000Z') + seconds * 1_000
    expect(timeLeft(null, at(0))).toBeNull()
    const said = (seconds: number) => {
      const left = timeLeft(eta, at(seconds))
      return left && [plain(left.value), left.told]
    }
    expect(said(0)).toEqual(['50–80 s', '50 to 80 seconds left.'])
    expect(said(55)).toEqual(['under 25 s', 'under 25 seconds left.'])
    expect(said(81)).toEqual(['–', 'It takes longer than usual.'])
  })

  it('never rounds a share up to done', () => {
    expect(plain(percent(0.999))).toBe('99 %')
    expect(plain(percent(0.29))).toBe('29 %')
    expect(plain(percent(1))).toBe('100 %')
  })

  it('shows micros as money, small sums with the digits they need', () => {
    expect(money(0, 'EUR')).toBe('€0.00')
    expect(money(180_000, 'GBP')).toBe('£0.18')
    expect(money(1_250, 'EUR')).toBe('€0.0013')
    expect(moneyRange(340_000, 460_000, 'GBP')).toBe('£0.34–£0.46')
    expect(moneyRange(0, 0, 'EUR')).toBe('€0.00')
  })

  it('joins lists as people do', () => {
    expect(listOf(['a'])).toBe('a')
    expect(listOf(['a', 'b', 'c'])).toBe('a, b and c')
    expect(stopwatch(118_900)).toBe('1:58')
  })
})
