'use client'

import { useRouter } from 'next/navigation'
import { useCallback, useMemo, useState } from 'react'
import { toast } from 'sonner'
import { callApi, type Answer } from '../../hooks/api.ts'
import type { CampaignId } from '../../lib/domain/ids.ts'
import type { Job } from '../../lib/domain/job.ts'
import { en } from '../messages/en.ts'

export type CampaignActions = {
  /** True while a request is on its way: what it changes arrives as facts. */
  busy: boolean
  cancel(): void
  remove(): void
  retry(jobs: readonly Job[]): void
  cancelJob(job: Job): void
}

const nothing = (): null => null

/** The deeds of the campaign page. Nothing is changed here: the facts that follow change it. */
export function useCampaignActions(id: CampaignId): CampaignActions {
  const router = useRouter()
  const [running, setRunning] = useState(0)

  const run = useCallback(async (calls: readonly (() => Promise<Answer<null>>)[], then?: () => void): Promise<void> => {
    setRunning((n) => n + 1)
    const answers = await Promise.all(calls.map((call) => call()))
    setRunning((n) => n - 1)
    const failed = answers.find((answer) => !answer.ok)
    if (failed && !failed.ok) {
      toast(
        failed.problem.status === 0
          ? en.shell.unreachable
          : failed.problem.detail || failed.problem.title || en.campaign.requested.failed,
      )
    } else then?.()
  }, [])

  return useMemo(() => {
    const post = (path: string) => (): Promise<Answer<null>> => callApi(path, { method: 'POST' }, nothing)
    return {
      busy: running > 0,
      cancel: () => void run([post(`/campaigns/${id}/cancel`)]),
      remove: () =>
        void run([() => callApi(`/campaigns/${id}`, { method: 'DELETE' }, nothing)], () => {
          toast(en.campaign.requested.deleted)
          router.push('/')
          router.refresh()
        }),
      retry: (jobs: readonly Job[]) => void run(jobs.map((job) => post(`/jobs/${job.id}/retry`))),
      cancelJob: (job: Job) => void run([post(`/jobs/${job.id}/cancel`)]),
    }
  }, [id, router, run, running])
}
