import type { ReactNode } from 'react'
import type { Settings } from '../../lib/domain/settings.ts'
import { en } from '../messages/en.ts'
import { money } from '../messages/numbers.ts'
import { Glyph } from '../ui/glyph.tsx'
import { GoogleKey } from './google-key.tsx'
import { ModelList } from './model-list.tsx'

const words = en.settings

/** What the installation works with, what it may cost, and whether its key is taken. */
export function SettingsPage({ settings }: { settings: Settings }) {
  const { provider, key, vertex, currency, capMicros } = settings
  const makers = new Set(provider.models.map((one) => one.provider))
  const others = [...makers].filter((name) => name !== 'studio' && name !== 'google')
  return (
    <main className="page" id="main">
      <h1 className="title">{words.title}</h1>
      <div className="settings">
        <nav className="settings-nav only-wide" aria-label={words.title}>
          <a href="#providers">{words.providers.title}</a>
          <a href="#models">{words.models.title}</a>
          <a href="#budget">{words.budget.title}</a>
        </nav>
        <div>
          <Block id="providers" title={words.providers.title} hint={words.providers.hint}>
            <div className="sheet">
              <div className="pr">
                <div>
                  <b>{words.providers.studio.name}</b> <span className="ink3">{words.providers.studio.note}</span>
                  <p className="cap">{words.providers.studio.text}</p>
                </div>
                <Ready label={makers.has('studio') ? words.providers.inUse : words.providers.ready} />
              </div>
              <GoogleKey by={provider.name} settingsKey={key} vertex={vertex} currency={currency} />
              {others.map((name) => (
                <div key={name} className="pr">
                  <div>
                    <b>{name === 'openai' ? words.providers.ownModel.name : name}</b>
                    <p className="cap">{name === 'openai' ? words.providers.ownModel.text : words.providers.other}</p>
                  </div>
                  <Ready label={words.providers.inUse} />
                </div>
              ))}
            </div>
          </Block>
          <Block
            id="models"
            title={words.models.title}
            hint={provider.models.every((one) => one.highMicros === 0) ? words.models.freeHint : words.models.hint}
          >
            <ModelList models={provider.models} currency={currency} />
          </Block>
          <Block id="budget" title={words.budget.title} hint={words.budget.hint}>
            <dl className="sheet caps">
              <div>
                <dt>{words.budget.month}</dt>
                <dd>
                  {capMicros === null ? words.budget.none : <span className="mono">{money(capMicros, currency)}</span>}
                  <small className="cap">{words.budget.monthHint(currency)}</small>
                </dd>
              </div>
              <div>
                <dt>{words.budget.campaign}</dt>
                <dd>
                  {words.budget.campaignValue}
                  <small className="cap">{words.budget.campaignHint}</small>
                </dd>
              </div>
            </dl>
          </Block>
        </div>
      </div>
    </main>
  )
}

function Block({ id, title, hint, children }: { id: string; title: string; hint: string; children: ReactNode }) {
  return (
    <section className="blk" id={id} aria-labelledby={`${id}-title`}>
      <h2 className="head" id={`${id}-title`}>
        {title}
      </h2>
      <p className="ink2">{hint}</p>
      {children}
    </section>
  )
}

function Ready({ label }: { label: string }) {
  return (
    <span className="state" data-s="completed">
      <Glyph name="completed" />
      <span>{label}</span>
    </span>
  )
}
