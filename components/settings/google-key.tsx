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

/** Google's row: whether there is a key, whether Google takes it, and where another is given. No key ever comes here. */
export function GoogleKey({ settingsKey, currency }: { settingsKey: Settings['key']; currency: string }) {
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
  return (
    <div className="pr">
      <div>
        <b>{google.name}</b>
        <p className="cap">
          {isSet
            ? `${givenAt === null ? google.isSet(variable) : google.given(variable, dateOf(givenAt))} ${words.test.free}`
            : google.notSet(variable)}
        </p>
        <output className="told" aria-live="polite">
          {told === null ? null : 'text' in told ? told.text : <Said said={told.said} currency={currency} />}
        </output>
      </div>
      <TestState isSet={isSet} outcome={told !== null && 'said' in told ? told.said.outcome : 'untested'} />
      {isSet ? (
        <Button size="s" aria-disabled={asking} onClick={() => (asking ? undefined : void test())}>
          {asking ? words.test.asking : words.test.go}
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

function Said({ said, currency }: { said: KeyTest; currency: string }) {
  const missing = said.models.filter(({ isListed }) => !isListed).map(({ model }) => model)
  return (
    <>
      {said.message} {said.reason === null ? null : `“${said.reason}” `}
      {said.models.length === 0 ? null : missing.length > 0 ? words.test.unlisted(missing) : words.test.allListed}{' '}
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

function TestState({ isSet, outcome }: { isSet: boolean; outcome: keyof typeof glyphs }) {
  const face = isSet ? glyphs[outcome] : 'blocked'
  return (
    <span className="state" data-s={face}>
      <Glyph name={face} />
      <span>{isSet ? words.test.states[outcome] : words.providers.off}</span>
    </span>
  )
}
