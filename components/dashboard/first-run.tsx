'use client'

import { ArrowRight, Gauge, HardDrive, Radio, ShieldCheck } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import type { FormEvent } from 'react'
import { useMounted } from '../../hooks/use-now.ts'
import { platformRules } from '../../lib/domain/platform-rules.ts'
import { keepDraft } from '../brief/draft.ts'
import { examples } from '../brief/examples.ts'
import { en } from '../messages/en.ts'
import { Avatar } from '../platform/avatar.tsx'
import { Button } from '../ui/button.tsx'
import { Note } from '../ui/note.tsx'

const words = en.firstRun
const icons = [HardDrive, Gauge, ShieldCheck]

type FirstRunProps = {
  business: string
  onBusiness(text: string): void
  /** Campaigns that were begun elsewhere meanwhile. */
  others: number
  onOthers(): void
}

/** The dashboard before the first campaign: begin in your own words, or from a brief that is already written. */
export function FirstRun({ business, onBusiness, others, onOthers }: FirstRunProps) {
  const router = useRouter()
  const here = useMounted()
  const plan = (event: FormEvent): void => {
    event.preventDefault()
    if (business.trim() !== '') keepDraft({ business })
    router.push('/campaigns/new')
  }
  return (
    <main className="page" id="main">
      <div className="first">
        <h1 className="shout">
          {words.title.map((line) => (
            <span key={line} className="block">
              {line}
            </span>
          ))}
        </h1>
        <div className="start">
          <div>
            <form className="pad-box" aria-label={words.form} onSubmit={plan}>
              <label className="sr" htmlFor="business">
                {words.label}
              </label>
              <textarea
                id="business"
                disabled={!here}
                value={business}
                maxLength={10_000}
                placeholder={words.placeholder}
                onChange={(event) => onBusiness(event.target.value)}
              />
              <div className="foot">
                <span className="cap">{words.hint}</span>
                <span className="grow" />
                <Button type="submit" look="primary" icon={<ArrowRight className="ic" aria-hidden="true" />}>
                  {words.plan}
                </Button>
              </div>
            </form>
            <output className="mt-4 block empty:mt-0">
              {others === 0 ? null : (
                <Note
                  tone="acc"
                  icon={<Radio className="ic" aria-hidden="true" />}
                  title={words.others(others)}
                  actions={
                    <Button size="s" onClick={onOthers}>
                      {words.othersGo}
                    </Button>
                  }
                >
                  {business.trim() === '' ? null : words.othersKept}
                </Note>
              )}
            </output>
          </div>
          <ul className="said">
            {words.said.map(({ title, text }, at) => {
              const Icon = icons[at] ?? ShieldCheck
              return (
                <li key={title}>
                  <Icon className="ic" aria-hidden="true" />
                  <span>
                    <b>{title}</b>
                    {text}
                  </span>
                </li>
              )
            })}
          </ul>
        </div>
        <div className="h2">
          <h2 className="head">{words.examples}</h2>
          <span className="cap">{words.examplesHint}</span>
        </div>
        <div className="exs">
          {examples.map((example) => (
            <Link key={example.id} className="ex" href={`/campaigns/new?example=${example.id}`}>
              <span className="leaf">
                <img src={example.picture} alt="" />
              </span>
              <span className="body">
                <span className="row row-s">
                  <Avatar name={example.name} palette={example.palette} size={26} />
                  <b className="sub">{example.name}</b>
                </span>
                <q>{example.teaser}</q>
                <span className="cap">
                  {words.exampleFacts(
                    en.brief.objective.options[example.brief.objective],
                    example.brief.postCount ?? 6,
                  )}{' '}
                  · {(example.brief.platforms ?? []).map((platform) => platformRules[platform].name).join(', ')}
                </span>
              </span>
            </Link>
          ))}
        </div>
      </div>
    </main>
  )
}
