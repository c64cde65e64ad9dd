'use client'

import { Check } from 'lucide-react'
import { Switch, ToggleGroup } from 'radix-ui'
import { Controller, useWatch } from 'react-hook-form'
import { PlatformSchema, platformRules } from '../../lib/domain/platform-rules.ts'
import { mixOf } from '../../lib/domain/plan.ts'
import type { Quote } from '../../lib/domain/quote.ts'
import { en } from '../messages/en.ts'
import { PlatformGlyph } from '../platform/platform-glyph.tsx'
import { Field, FieldErrorText, invalid } from '../ui/field.tsx'
import { Stepper } from '../ui/stepper.tsx'
import { Section } from './section.tsx'
import type { BriefForm } from './use-brief-form.ts'

const words = en.brief
type Form = BriefForm['form']

export function WhoSection({ form }: { form: Form }) {
  const { errors } = form.formState
  return (
    <Section title={words.who.title}>
      <div className="two">
        {(['audience', 'tone'] as const).map((name) => (
          <Field
            key={name}
            id={name}
            label={words.who[name].label}
            optional={words.who.optional}
            {...errorOf(errors[name]?.message)}
          >
            <input
              id={name}
              className="input"
              dir="auto"
              placeholder={words.who[name].placeholder}
              {...form.register(name)}
              {...invalid(name, errors[name]?.message)}
            />
          </Field>
        ))}
      </div>
    </Section>
  )
}

export function PlatformsSection({ form }: { form: Form }) {
  const error = form.formState.errors.platforms?.message
  return (
    <Section title={words.platforms.title} hint={words.platforms.hint}>
      <Controller
        control={form.control}
        name="platforms"
        render={({ field }) => (
          <ToggleGroup.Root
            type="multiple"
            className="picks"
            aria-label={words.platforms.title}
            value={field.value}
            onValueChange={(next) => {
              field.onChange(PlatformSchema.options.filter((option) => next.includes(option)))
              field.onBlur()
            }}
            {...invalid('platforms', error)}
          >
            {PlatformSchema.options.map((platform) => (
              <ToggleGroup.Item key={platform} value={platform} className="pick">
                <PlatformGlyph platform={platform} />
                {platformRules[platform].name}
                <Check className="ic tick" aria-hidden="true" />
              </ToggleGroup.Item>
            ))}
          </ToggleGroup.Root>
        )}
      />
      {error === undefined ? null : <FieldErrorText id="platforms" text={error} />}
    </Section>
  )
}

const kinds = ['text_url', 'text_image', 'text_video'] as const

export function PostsSection({ form }: { form: Form }) {
  const [postCount, images, videos] = useWatch({ control: form.control, name: ['postCount', 'images', 'videos'] })
  const mix = mixOf({ postCount, visuals: { images, videos } })
  return (
    <Section title={words.posts.title}>
      <div className="mix">
        <div>
          <label className="flabel" htmlFor="postCount">
            {words.posts.all}
          </label>
          <Stepper
            id="postCount"
            value={postCount}
            min={1}
            max={30}
            label={words.posts.all}
            fewer={words.posts.fewer}
            more={words.posts.more}
            onChange={(next) => form.setValue('postCount', next, { shouldDirty: true, shouldTouch: true })}
          />
        </div>
        <dl className="mix-result" aria-live="polite">
          {kinds.map((kind) => (
            <div key={kind}>
              <dt>{words.posts[kind]}</dt>
              <dd>{mix[kind]}</dd>
            </div>
          ))}
        </dl>
      </div>
    </Section>
  )
}

export function VisualsSection({ form, quote }: { form: Form; quote: Quote | null }) {
  const [postCount, images, videos] = useWatch({ control: form.control, name: ['postCount', 'images', 'videos'] })
  const mix = mixOf({ postCount, visuals: { images, videos } })
  const text = {
    images: images ? words.visuals.imagesText(mix.text_image) : words.visuals.off,
    videos: videos ? words.visuals.videosText(mix.text_video) : words.visuals.off,
  }
  const drawn = quote?.jobs.filter(({ kind }) => kind === 'image' || kind === 'video') ?? []
  const isFree = drawn.length > 0 && drawn.every(({ provider }) => provider === 'studio')
  return (
    <Section title={words.visuals.title} {...(isFree && { hint: words.visuals.hint })}>
      <div className="vis">
        {(['images', 'videos'] as const).map((name) => (
          <Controller
            key={name}
            control={form.control}
            name={name}
            render={({ field }) => (
              <div>
                <Switch.Root id={name} className="switch" checked={field.value} onCheckedChange={field.onChange} />
                <label htmlFor={name}>
                  <b>{words.visuals[name]}</b> <span className="ink3">{text[name]}</span>
                </label>
              </div>
            )}
          />
        ))}
      </div>
    </Section>
  )
}

export function NameSection({ form }: { form: Form }) {
  const { errors } = form.formState
  const language = useWatch({ control: form.control, name: 'language' })
  const known = Object.entries(words.name.languages)
  return (
    <Section title={words.name.title}>
      <div className="two">
        <Field id="name" label={words.name.label} optional={words.who.optional} {...errorOf(errors.name?.message)}>
          <input
            id="name"
            className="input"
            dir="auto"
            placeholder={words.name.placeholder}
            {...form.register('name')}
            {...invalid('name', errors.name?.message)}
          />
        </Field>
        <Field
          id="language"
          label={words.name.language}
          {...(language.startsWith('en') ? {} : { hint: words.name.languageHint })}
          {...errorOf(errors.language?.message)}
        >
          <select id="language" className="input" {...form.register('language')}>
            {known.some(([tag]) => tag === language) ? null : <option value={language}>{language}</option>}
            {known.map(([tag, name]) => (
              <option key={tag} value={tag}>
                {name}
              </option>
            ))}
          </select>
        </Field>
      </div>
    </Section>
  )
}

const errorOf = (error: string | undefined): { error?: string } => (error === undefined ? {} : { error })
