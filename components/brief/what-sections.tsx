'use client'

import { RadioGroup } from 'radix-ui'
import { Controller, useWatch } from 'react-hook-form'
import type { ReactNode } from 'react'
import { ObjectiveSchema } from '../../lib/domain/brief.ts'
import { en } from '../messages/en.ts'
import { digits } from '../messages/numbers.ts'
import { Field, FieldErrorText, invalid } from '../ui/field.tsx'
import { Glyph } from '../ui/glyph.tsx'
import { Section } from './section.tsx'
import { errorText, type BriefForm } from './use-brief-form.ts'

const words = en.brief
type Form = BriefForm['form']

export function ObjectiveSection({ form }: { form: Form }) {
  const error = form.formState.errors.objective === undefined ? undefined : words.errors.objective
  return (
    <Section title={words.objective.title} hint={words.objective.hint}>
      <Controller
        control={form.control}
        name="objective"
        render={({ field }) => (
          <RadioGroup.Root
            id="objective"
            className="picks"
            aria-label={words.objective.title}
            value={field.value}
            onValueChange={(next) => {
              const chosen = ObjectiveSchema.options.find((option) => option === next)
              if (chosen) field.onChange(chosen)
            }}
            onBlur={field.onBlur}
            {...invalid('objective', error)}
          >
            {ObjectiveSchema.options.map((option) => (
              <RadioGroup.Item key={option} value={option} className="pick">
                {words.objective.options[option]}
              </RadioGroup.Item>
            ))}
          </RadioGroup.Root>
        )}
      />
      {error === undefined ? null : <FieldErrorText id="objective" text={error} />}
    </Section>
  )
}

export function BusinessSection({ form, found }: { form: Form; found: readonly string[] }) {
  const business = useWatch({ control: form.control, name: 'business' })
  const error = form.formState.errors.business?.message
  return (
    <Section title={words.business.title} hint={words.business.hint}>
      <Field id="business" label={words.business.label} hidden error={error}>
        <textarea
          id="business"
          className="textarea"
          rows={6}
          dir="auto"
          placeholder={words.business.placeholder}
          {...form.register('business')}
          {...invalid('business', error)}
        />
      </Field>
      <div className="row spread items-start">
        <div className="found">
          {found.length === 0 ? null : <span className="cap">{words.business.found}</span>}
          {found.map((fact) => (
            <b key={fact}>{fact}</b>
          ))}
        </div>
        <span className="cap mono whitespace-nowrap">
          {words.business.count(digits(business.length), digits(10_000))}
        </span>
      </div>
    </Section>
  )
}

type FactsProps = { form: Form; missing: readonly { fact: string; why: string }[] }

/** Facts that make posts stronger: fields of their own first, then what the reading of the brief still misses. */
export function FactsSection({ form, missing }: FactsProps) {
  const { errors } = form.formState
  const [website, offer, proofPoints] = useWatch({ control: form.control, name: ['website', 'offer', 'proofPoints'] })
  const filled = { website: website.trim() !== '', offer: offer.trim() !== '', proof: proofPoints.trim() !== '' }
  const others = missing.filter(({ fact }) => !asks.website.test(fact) && !asks.offer.test(fact))
  const open = Object.values(filled).filter((one) => !one).length + others.length
  const { facts } = words
  return (
    <Section title={facts.title} hint={facts.hint(open)}>
      <div className="ask">
        <Ask done={filled.website} title={facts.website.title} why={facts.website.why}>
          <Field id="website" label={facts.website.label} hidden error={errors.website?.message}>
            <input
              id="website"
              className="input"
              inputMode="url"
              autoComplete="url"
              placeholder={facts.website.placeholder}
              {...form.register('website')}
              {...invalid('website', errors.website?.message)}
            />
          </Field>
        </Ask>
        <Ask done={filled.offer} title={facts.offer.title} why={facts.offer.why}>
          <Field id="offer" label={facts.offer.label} hidden error={errors.offer?.message}>
            <input
              id="offer"
              className="input"
              dir="auto"
              placeholder={facts.offer.placeholder}
              {...form.register('offer')}
              {...invalid('offer', errors.offer?.message)}
            />
          </Field>
        </Ask>
        <Ask done={filled.proof} title={facts.proof.title} why={facts.proof.why}>
          <Field id="proofPoints" label={facts.proof.label} hidden error={errorText(errors.proofPoints)}>
            <textarea
              id="proofPoints"
              className="input"
              rows={Math.min(6, Math.max(2, proofPoints.split('\n').length))}
              dir="auto"
              placeholder={facts.proof.placeholder}
              {...form.register('proofPoints')}
              {...invalid('proofPoints', errorText(errors.proofPoints))}
            />
          </Field>
        </Ask>
        {others.map(({ fact, why }) => (
          <Ask key={fact} done={false} title={fact} why={why}>
            <button type="button" className="link justify-self-start" onClick={() => form.setFocus('business')}>
              {facts.addToBrief}
            </button>
          </Ask>
        ))}
      </div>
    </Section>
  )
}

/** Questions that have a field of their own. */
const asks = { website: /\b(link|website|order|book|go)\b/i, offer: /\boffer\b/i }

function Ask({ done, title, why, children }: { done: boolean; title: string; why: string; children: ReactNode }) {
  return (
    <div>
      <span className={done ? 'ok' : 'warn'}>
        <Glyph name={done ? 'completed' : 'blocked'} />
      </span>
      <div>
        <b>{title}</b>
        <p className="cap">{why}</p>
      </div>
      <div className="ans">{children}</div>
    </div>
  )
}
