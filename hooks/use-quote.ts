'use client'

import { useEffect, useState } from 'react'
import useSWR from 'swr'
import { QuoteSchema, type Quote } from '../lib/domain/quote.ts'
import { callApi } from './api.ts'

/** How long the form must rest before the plan is worked out again, ms. */
const restMs = 350

/** The plan of a brief as it stands, a moment after the last change. `body` null: there is nothing to plan yet. */
export function useQuote(body: string | null): { quote: Quote | null; failed: boolean; busy: boolean } {
  const rested = useRested(body)
  const { data, error, isValidating } = useSWR<Quote, Error>(
    rested === null ? null : ['/campaigns/quote', rested],
    read,
    {
      keepPreviousData: true,
      revalidateOnFocus: false,
      revalidateIfStale: false,
      shouldRetryOnError: false,
    },
  )
  return {
    quote: rested === null ? null : (data ?? null),
    failed: error !== undefined,
    busy: isValidating || rested !== body,
  }
}

async function read([path, body]: [string, string]): Promise<Quote> {
  const brief: unknown = JSON.parse(body)
  const answer = await callApi(path, { method: 'POST', body: brief }, (said) => QuoteSchema.parse(said))
  if (!answer.ok) throw new Error(answer.problem.detail)
  return answer.value
}

function useRested<T>(value: T): T {
  const [rested, setRested] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), restMs)
    return () => clearTimeout(timer)
  }, [value])
  return rested
}
