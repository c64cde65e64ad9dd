'use client'

import { useState } from 'react'
import useSWRInfinite from 'swr/infinite'
import type { CampaignSummary } from '../lib/domain/campaign.ts'
import { callApi } from './api.ts'

type Page = { items: CampaignSummary[]; nextCursor: string | null }

/** Pages of older campaigns, read one at a time when asked for. They are settled: nothing refreshes them. */
export function useOlderCampaigns(firstCursor: string | null): {
  campaigns: readonly CampaignSummary[]
  more: boolean
  busy: boolean
  show(): void
} {
  const [asked, setAsked] = useState(false)
  const { data, size, setSize, isValidating } = useSWRInfinite<Page, Error>(
    (index: number, before: Page | null) => {
      const cursor = index === 0 ? firstCursor : (before?.nextCursor ?? null)
      return asked && cursor !== null ? `/campaigns?limit=50&cursor=${encodeURIComponent(cursor)}` : null
    },
    read,
    { revalidateOnFocus: false, revalidateOnReconnect: false, revalidateFirstPage: false, revalidateIfStale: false },
  )
  const pages = data ?? []
  const next = pages.length === 0 ? firstCursor : (pages.at(-1)?.nextCursor ?? null)
  return {
    campaigns: pages.flatMap((page) => page.items),
    more: next !== null,
    busy: isValidating,
    show() {
      if (asked) void setSize(size + 1)
      else setAsked(true)
    },
  }
}

async function read(path: string): Promise<Page> {
  const answer = await callApi(path, { method: 'GET' }, pageOf)
  if (!answer.ok) throw new Error(answer.problem.detail)
  return answer.value
}

function pageOf(said: unknown): Page {
  if (typeof said !== 'object' || said === null || !('items' in said) || !Array.isArray(said.items))
    return { items: [], nextCursor: null }
  const nextCursor = 'nextCursor' in said && typeof said.nextCursor === 'string' ? said.nextCursor : null
  return { items: said.items.filter(isSummary), nextCursor }
}

function isSummary(said: unknown): said is CampaignSummary {
  return typeof said === 'object' && said !== null && 'id' in said && 'jobs' in said
}
