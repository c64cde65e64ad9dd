import { allTrades } from '../data/trades/all-trades.ts'
import { general } from '../data/trades/general.ts'
import type { Trade } from '../data/trades/trade.ts'

const rows = allTrades.map((trade) => ({
  trade,
  keys: Object.entries(trade.keywords).map(([key, weight]) => ({
    pattern: new RegExp(String.raw`(?<![\p{L}])${key.replace(/\*$/, String.raw`[\p{L}’']*`)}(?![\p{L}])`, 'giu'),
    weight,
  })),
}))

/**
 * The trade whose words weigh most in the text. The opening counts three times (people say what they are first), further mentions of one
 * word count little. Under 4 points, or with weak words only, it is the general trade: a wrong situation is worse than none.
 */
export function detectTrade(text: string, identity: string | null): Trade {
  const whole = text.slice(0, 4_000)
  const opening = whole.slice(0, 120)
  let best: { trade: Trade; points: number } = { trade: general, points: 3 }
  for (const { trade, keys } of rows) {
    let points = 0
    let sure = false
    for (const { pattern, weight } of keys) {
      const times = whole.match(pattern)?.length ?? 0
      if (times === 0) continue
      sure ||= weight >= 3
      points += weight * (1 + Math.min(2, times - 1) * 0.25)
      if (opening.match(pattern)) points += weight
      if (identity?.match(pattern)) points += weight
    }
    if (sure && points > best.points) best = { trade, points }
  }
  return best.trade
}
