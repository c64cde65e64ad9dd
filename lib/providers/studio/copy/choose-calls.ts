import type { Brief } from '../../../domain/brief.ts'
import { aiming, asking, buying, moreLinkCalls, morePlainCalls, things } from '../data/calls.ts'
import { general } from '../data/trades/general.ts'
import type { Facts } from './facts.ts'
import { sameKey, shuffled } from './wording.ts'

/**
 * Last lines for a campaign, all different and without a full stop: what the brief itself asks for, then what its objective asks in the
 * trade's own verbs, then what any post may ask.
 */
export function callsFor(facts: Facts, objective: Brief['objective'], seed: string): string[] {
  const { trade, link } = facts
  const online = facts.sentences.some((sentence) =>
    /\b(?:online|ship(?:s|ped|ping)?|deliver(?:s|ed|y)?|subscri\p{L}+)\b/iu.test(sentence),
  )
  // Nobody is sent to a place that the brief does not name, or to one of an unknown trade.
  const away = trade.action === 'visit' && facts.place === null
  const action = away || trade === general ? (online ? 'order' : 'enquire') : trade.action
  const way = link === null ? 'plain' : 'link'
  const aim = objective === 'sales' ? buying[action] : objective === 'leads' ? asking[action] : aiming[objective]
  const own = objective === 'awareness' || objective === 'event' ? [] : buying[action][way]
  const me = facts.voice === 'I'
  const words: Record<string, string> = {
    thing: trade === general && !online ? 'the details' : away ? things[action] : (trade.thing ?? things[action]),
    we: me ? 'I' : 'we',
    us: me ? 'me' : 'us',
  }
  const lines = [aim[way], own, link === null ? morePlainCalls : moreLinkCalls].flatMap((pool, at) =>
    shuffled(pool, `${seed}|calls${at}`).map((line) =>
      line.replace(/\{(\w+)\}/g, (whole, key: string) => words[key] ?? whole),
    ),
  )
  const seen = new Set<string>()
  return [...facts.calls, ...lines].filter((call) => {
    const key = sameKey(call)
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
