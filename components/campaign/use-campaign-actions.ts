'use client'

import { useRouter } from 'next/navigation'
import { useCallback, useMemo, useState } from 'react'
import { toast } from 'sonner'
import { callApi, type Answer, type Call, type Problem } from '../../hooks/api.ts'
import type { CampaignId } from '../../lib/domain/ids.ts'
import type { Job } from '../../lib/domain/job.ts'
import type { Post, PostEdit } from '../../lib/domain/post.ts'
import type { Regenerate } from '../../lib/domain/remake.ts'
import { en } from '../messages/en.ts'

export type CampaignActions = {
  pause(): void
  resume(): void
  cancel(): void
  remove(): void
  /** What the campaign may cost at most from now on, integer micros. */
  raise(capMicros: number): void
  /** What is parked by a budget is drafted by the studio. */
  draft(): void
  retry(jobs: readonly Job[]): void
  cancelJob(job: Job): void
  approve(post: Post, approval: Post['approval']): void
  lock(post: Post, locked: boolean): void
  /** True when the server has taken it. */
  regenerate(post: Post, wish: Regenerate): Promise<boolean>
}

type Ask = { path: string; call: Call }
const words = en.campaign.requested

/**
 * The deeds of the campaign page. Nothing is changed here: the facts that follow change it. One click is one intent with one key; sent again
 * after a network that failed, it is the same intent. `busy` while a request is on its way.
 */
export function useCampaignActions(id: CampaignId): { actions: CampaignActions; busy: boolean } {
  const router = useRouter()
  const [running, setRunning] = useState(0)

  const send = useCallback(async function sendAll(asks: readonly Ask[], then?: () => void): Promise<boolean> {
    setRunning((n) => n + 1)
    const answers = await Promise.all(asks.map(({ path, call }) => callApi(path, call, () => null)))
    setRunning((n) => n - 1)
    const problem = problemOf(answers)
    if (problem === null) then?.()
    else tell(problem, () => void sendAll(asks, then))
    return problem === null
  }, [])

  const actions = useMemo((): CampaignActions => {
    const post = (path: string, body?: unknown): Ask => ({
      path,
      call: { method: 'POST', key: crypto.randomUUID(), ...(body === undefined ? {} : { body }) },
    })
    const seal = async (target: Post, edit: PostEdit, done: string, back: (sealed: Post) => void): Promise<void> => {
      const call: Call = { method: 'PATCH', body: edit, version: target.version }
      setRunning((n) => n + 1)
      const answer = await callApi(`/posts/${target.id}`, call, versionOf)
      setRunning((n) => n - 1)
      if (answer.ok) {
        const sealed = { ...target, version: answer.value }
        toast(done, { action: { label: words.undo, onClick: () => back(sealed) } })
      } else if (answer.problem.status === 412) toast(words.meanwhile(target.index))
      else tell(answer.problem, () => void seal(target, edit, done, back))
    }
    const approve: CampaignActions['approve'] = (target, approval) =>
      void seal(target, { approval }, words.approval(target.index, approval), (sealed) =>
        approve({ ...sealed, approval }, target.approval),
      )
    const lock: CampaignActions['lock'] = (target, locked) =>
      void seal(target, { locked }, words.lock(target.index, locked), (sealed) => lock({ ...sealed, locked }, !locked))
    return {
      pause: () => void send([post(`/campaigns/${id}/pause`)]),
      resume: () => void send([post(`/campaigns/${id}/resume`)]),
      cancel: () => void send([post(`/campaigns/${id}/cancel`)]),
      remove: () =>
        void send([{ path: `/campaigns/${id}`, call: { method: 'DELETE' } }], () => {
          toast(words.deleted)
          router.push('/')
          router.refresh()
        }),
      raise: (capMicros) => void send([{ path: `/campaigns/${id}`, call: { method: 'PATCH', body: { capMicros } } }]),
      draft: () => void send([post(`/campaigns/${id}/draft`)]),
      retry: (jobs) => void send(jobs.map((job) => post(`/jobs/${job.id}/retry`))),
      cancelJob: (job) => void send([post(`/jobs/${job.id}/cancel`)]),
      approve,
      lock,
      regenerate: (target, wish) => send([post(`/posts/${target.id}/regenerate`, wish)]),
    }
  }, [id, router, send])
  return { actions, busy: running > 0 }
}

function problemOf(answers: readonly Answer<unknown>[]): Problem | null {
  const failed = answers.find((answer) => !answer.ok)
  return failed && !failed.ok ? failed.problem : null
}

/** What went wrong in words; what did not reach the server can be sent again as it was. */
export function tell({ status, detail, title }: Problem, again: () => void): void {
  if (status === 0) toast(en.shell.unreachable, { action: { label: words.again, onClick: again } })
  else toast(detail || title || words.failed)
}

function versionOf(said: unknown): number {
  return typeof said === 'object' && said !== null && 'version' in said && typeof said.version === 'number'
    ? said.version
    : 0
}
