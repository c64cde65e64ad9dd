'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useRouter } from 'next/navigation'
import { useEffect, useRef, useState } from 'react'
import { useForm, type UseFormReturn } from 'react-hook-form'
import { toast } from 'sonner'
import { z } from 'zod'
import { callApi } from '../../hooks/api.ts'
import { BriefSchema, type Brief } from '../../lib/domain/brief.ts'
import { en } from '../messages/en.ts'
import {
  briefOf,
  draftOf,
  dropDraft,
  emptyDraft,
  fieldOf,
  keepDraft,
  keptDraft,
  type Beginning,
  type Draft,
} from './draft.ts'
import { useFiles, type Files } from './use-files.ts'

/** The schema of the API judges the form too: its errors name the same fields. */
const DraftSchema = z.custom<Draft>().transform(briefOf).pipe(BriefSchema)

/** The words of an error, also when it lies on one line of a list. */
export function errorText(error: unknown): string | undefined {
  if (Array.isArray(error)) return error.map(errorText).find((text) => text !== undefined)
  return typeof error === 'object' && error !== null && 'message' in error && typeof error.message === 'string'
    ? error.message
    : undefined
}

export type BriefForm = {
  form: UseFormReturn<Draft, unknown, Brief>
  files: Files
  sending: boolean
  /** When the draft was last kept, ms; null while it is as it began. */
  keptAt: number | null
  /** `reuse`: what was made of the very same before is taken. */
  submit(reuse: boolean): void
  startOver(): void
}

/** The composer's state: the draft, kept in this browser, and its way to the API. One click is one intent: one Idempotency-Key. */
export function useBriefForm(begin: Beginning | null, mayRead: boolean): BriefForm {
  const router = useRouter()
  const [sending, setSending] = useState(false)
  // The second click of two in one moment comes before anything is drawn anew.
  const underWay = useRef(false)
  const [kept] = useState(() => (mayRead ? keptDraft() : null))
  const [keptAt, setKeptAt] = useState<number | null>(kept?.at ?? null)
  const form = useForm<Draft, unknown, Brief>({
    defaultValues: begin ? draftOf(begin) : { ...emptyDraft, ...kept?.draft },
    resolver: zodResolver(DraftSchema),
    mode: 'onTouched',
    shouldFocusError: true,
  })
  const { reset, subscribe } = form
  const files = useFiles({
    uploads: () => form.getValues('uploads'),
    keep: (uploads) => form.setValue('uploads', uploads, { shouldDirty: true, shouldValidate: true }),
  })

  useEffect(
    () =>
      subscribe({
        formState: { values: true },
        callback: ({ values, name }) => {
          if (name !== undefined) setKeptAt(keepDraft(values))
        },
      }),
    [subscribe],
  )

  /** True when the campaign is there, and this page is left for it. */
  const send = async (brief: Brief): Promise<boolean> => {
    setSending(true)
    const answer = await callApi('/campaigns', { method: 'POST', body: brief, key: crypto.randomUUID() }, idOf)
    if (answer.ok && answer.value !== null) {
      dropDraft()
      router.push(`/campaigns/${answer.value}`)
      return true
    }
    setSending(false)
    if (answer.ok) return false
    const { errors, status, detail, title } = answer.problem
    let first = true
    for (const { path, message } of errors) {
      const field = fieldOf(path)
      if (field === null) continue
      form.setError(field, { type: 'server', message }, { shouldFocus: first })
      first = false
    }
    if (first) toast(status === 0 ? en.shell.unreachable : detail || title || en.campaign.requested.failed)
    return false
  }
  const order = async (reuse: boolean): Promise<void> => {
    if (files.busy || underWay.current) return
    underWay.current = true
    let isMade = false
    await form.handleSubmit(async (brief) => {
      isMade = await send(reuse ? { ...brief, reuse } : brief)
    })()
    underWay.current = isMade
  }

  return {
    form,
    files,
    sending,
    keptAt,
    submit: (reuse) => void order(reuse),
    startOver() {
      dropDraft()
      setKeptAt(null)
      reset(emptyDraft)
      router.replace('/campaigns/new')
    },
  }
}

function idOf(said: unknown): string | null {
  return typeof said === 'object' && said !== null && 'id' in said && typeof said.id === 'string' ? said.id : null
}
