import type { Caller, Permission } from '../domain/caller.ts'
import { iso, type Clock } from '../domain/clock.ts'
import { AppError, isProviderError } from '../domain/errors.ts'
import { JobKindSchema } from '../domain/job.ts'
import type { Provider, Writer } from '../domain/provider.ts'
import type { KeyKeeper, KeyTest, Settings, SettingsDesk } from '../domain/settings.ts'
import type { JobStore } from '../domain/store.ts'
import { createCrew } from './crew.ts'

export type SettingsDeps = {
  /** Makes the words; may be the provider. */
  writer: Writer
  provider: Provider
  /** The variable that holds the vendor's key. */
  variable: string
  /** Null while no provider needs a key. */
  keeper: KeyKeeper | null
  /** Where Vertex AI is asked, which takes no key. */
  vertex: Settings['vertex']
  store: Pick<JobStore, 'unpark'>
  currency: string
  capMicros: number | null
  clock: Clock
  onTrouble(error: unknown): void
}

/** When what waits for a key is woken for the second time after a change, ms. */
const lateMs = 2_000

/** What the installation works with, and whether its key is taken. */
export function createSettings(deps: SettingsDeps): SettingsDesk {
  const { writer, provider, variable, keeper, vertex, store, currency, capMicros, clock, onTrouble } = deps
  const crew = createCrew(writer, provider)
  let asking: Promise<KeyTest> | null = null

  const ask = async (listModels: NonNullable<Provider['listModels']>): Promise<KeyTest> => {
    const said = { at: iso(clock.now()), models: [], costMicros: 0 }
    try {
      const isListed = await listModels()
      const models = [...new Set(Object.values(provider.models))]
      return {
        ...said,
        outcome: 'accepted',
        message: vertex ? `The credentials are accepted in the project ${vertex.project}.` : 'The key is accepted.',
        reason: null,
        models: models.map((model) => ({ model, isListed: isListed(model) })),
      }
    } catch (error) {
      if (!isProviderError(error)) throw error
      const { code, message, reason } = error.failure
      return { ...said, outcome: code === 'refused' ? 'refused' : 'unknown', message, reason }
    }
  }
  const noKey = (): AppError =>
    new AppError('conflict', {
      detail:
        'Vertex AI takes no key: it is asked with the credentials of this server. Give others in GOOGLE_APPLICATION_CREDENTIALS and start it again.',
    })
  const setUp = (): AppError =>
    new AppError('conflict', {
      detail: `No key is in use here. Set ${variable} where the server starts, and start it again.`,
    })
  const read: SettingsDesk['read'] = (caller) => {
    demand(caller, 'read')
    const models = JobKindSchema.options.map((kind) => {
      const made = crew.maker(kind)
      const note = made.provider === provider.name ? provider.note?.(kind) : undefined
      return { kind, ...made, ...crew.price(kind), note: note ?? null }
    })
    const givenAt = keeper?.keptAt() ?? null
    const key = { variable, isSet: keeper !== null, givenAt: givenAt === null ? null : iso(givenAt) }
    return { provider: { name: writer.name, draft: writer.draft, models }, key, vertex, currency, capMicros }
  }
  return {
    read,
    async setKey(caller, key) {
      demand(caller, 'control')
      if (vertex) throw noKey()
      if (keeper === null) throw setUp()
      if (key === null) keeper.forget()
      else keeper.keep(key)
      asking = null
      await store.unpark({ key: true, quota: true })
      // What heard of the old key's refusal in this very moment begins its wait after the waking.
      clock.after(lateMs, () => void store.unpark({ key: true }).catch(onTrouble))
      return read(caller)
    },
    async testKey(caller) {
      demand(caller, 'read')
      const { listModels } = provider
      if ((keeper === null && vertex === null) || listModels === undefined) throw setUp()
      if (asking) return asking
      const mine = ask(listModels).finally(() => {
        if (asking === mine) asking = null
      })
      asking = mine
      const said = await mine
      // Credentials, and what a key may do, change outside: that they are taken again is first heard here.
      if (said.outcome === 'accepted' && caller.can.includes('control')) await store.unpark({ key: true })
      return said
    },
  }
}

function demand({ can }: Caller, permission: Permission): void {
  if (!can.includes(permission)) throw new AppError('forbidden', { detail: 'You may not do this with the settings.' })
}
