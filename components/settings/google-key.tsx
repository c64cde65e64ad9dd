'use client'

import { useState } from 'react'
import { callApi, type Problem } from '../../hooks/api.ts'
import { KeyTestSchema, SettingsSchema, type KeyTest, type Settings } from '../../lib/domain/settings.ts'
import { en } from '../messages/en.ts'
import { clockMinutes, dateOf, money } from '../messages/numbers.ts'
import { Button } from '../ui/button.tsx'
import { Glyph, type GlyphName } from '../ui/glyph.tsx'
import { KeyForm } from './key-form.tsx'

const words = en.settings

type Told = { said: KeyTest } | { text: string }

type GoogleKeyProps = { by: string; settingsKey: Settings['key']; vertex: Settings['vertex']; currency: string }

/** Google's row: whether there is a key or Vertex AI, whether Google takes it, and where another key is given. No key ever comes here. */
export function GoogleKey({ by, settingsKey, vertex, currency }: GoogleKeyProps) {
  const [{ variable, isSet, givenAt }, setKey] = useState(settingsKey)
  const [told, setTold] = useState<Told | null>(null)
  const [asking, setAsking] = useState(false)
  const test = async (): Promise<void> => {
    setAsking(true)
    setTold(await askForTest())
    setAsking(false)
  }
  /** True when the server has taken it. */
  const give = async (key: string | null): Promise<boolean> => {
    const answer = await callApi(
      '/settings/key',
      { method: 'PUT', body: { key } },
      (said) => SettingsSchema.safeParse(said).data,
    )
    if (!answer.ok) setTold({ text: wordsOf(answer.problem) })
    else {
      if (answer.value) setKey(answer.value.key)
      setTold({ text: key === null ? words.key.backAt(variable) : words.key.used })
    }
    return answer.ok
  }
  const { google } = words.providers
  const until = by === 'studio' || by === 'openai' ? google.until[by] : google.untilOther
  const inUse = isSet || vertex !== null
  return (
    <div className="pr">
      <div>
        <b>{google.name}</b>
        <p className="cap">
          {vertex
            ? vertexWords(vertex)
            : isSet
              ? `${givenAt === null ? google.isSet(variable) : google.given(variable, dateOf(givenAt))} ${words.test.free}`
              : google.notSet(variable, until)}
        </p>
        <output className="told" aria-live="polite">
          {told === null ? null : 'text' in told ? (
            told.text
          ) : (
            <Said said={told.said} vertex={vertex} currency={currency} />
          )}
        </output>
      </div>
      <TestState
        inUse={inUse}
        states={vertex ? words.test.statesVertex : words.test.states}
        outcome={told !== null && 'said' in told ? told.said.outcome : 'untested'}
      />
      {inUse ? (
        <Button size="s" aria-disabled={asking} onClick={() => (asking ? undefined : void test())}>
          {asking ? words.test.asking : vertex ? words.test.goVertex : words.test.go}
        </Button>
      ) : null}
      {isSet ? <KeyForm variable={variable} isGiven={givenAt !== null} give={give} /> : null}
    </div>
  )
}

const wordsOf = ({ status, detail, title, errors }: Problem): string =>
  status === 0 ? en.shell.unreachable : errors[0]?.message || detail || title || words.test.again

async function askForTest(): Promise<Told> {
  const answer = await callApi('/settings/key-test', { method: 'POST' }, (said) => KeyTestSchema.safeParse(said).data)
  if (!answer.ok) return { text: wordsOf(answer.problem) }
  return answer.value === undefined ? { text: words.test.again } : { said: answer.value }
}

function vertexWords({ project, location, filmLocation }: NonNullable<Settings['vertex']>): string {
  const { google } = words.providers
  const films = filmLocation === location ? '' : `${google.films(filmLocation)} `
  return `${google.vertex(project, location)} ${films}${words.test.freeVertex}`
}

function offered({ models }: KeyTest, vertex: Settings['vertex']): string | null {
  if (models.length === 0) return null
  const missing = models.filter(({ isListed }) => isListed === false).map(({ model }) => model)
  if (vertex) return missing.length > 0 ? words.test.unanswered(missing, vertex.location) : words.test.allAnswered
  return missing.length > 0 ? words.test.unlisted(missing) : words.test.allListed
}

function Said({ said, vertex, currency }: { said: KeyTest; vertex: Settings['vertex']; currency: string }) {
  return (
    <>
      {said.message} {said.reason === null ? null : `“${said.reason}” `}
      {offered(said, vertex)}{' '}
      <span className="ink3">
        {words.test.asked(clockMinutes(Date.parse(said.at)))}{' '}
        {words.test.cost(said.costMicros === 0 ? null : money(said.costMicros, currency))}
      </span>
    </>
  )
}

const glyphs = {
  untested: 'queued',
  accepted: 'completed',
  refused: 'refused',
  unknown: 'failed',
} as const satisfies Record<KeyTest['outcome'] | 'untested', GlyphName>

type TestStateProps = {
  inUse: boolean
  states: Record<keyof typeof glyphs, string>
  outcome: keyof typeof glyphs
}

function TestState({ inUse, states, outcome }: TestStateProps) {
  const face = inUse ? glyphs[outcome] : 'blocked'
  return (
    <span className="state" data-s={face}>
      <Glyph name={face} />
      <span>{inUse ? states[outcome] : words.providers.off}</span>
    </span>
  )
}
