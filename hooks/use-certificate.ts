'use client'

import useSWR from 'swr'
import type { AssetId } from '../lib/domain/ids.ts'
import { CertificateSchema, type Certificate } from '../lib/domain/certificate.ts'
import { callApi } from './api.ts'

/** The birth certificate of an asset; null while it is not here. What is asked of it never changes. */
export function useCertificate(id: AssetId): Certificate | null {
  const { data } = useSWR<Certificate, Error>(certificatePath(id), read, {
    revalidateOnFocus: false,
    revalidateIfStale: false,
    shouldRetryOnError: false,
  })
  return data ?? null
}

const certificatePath = (id: AssetId): string => `/assets/${id}/provenance`

async function read(path: string): Promise<Certificate> {
  const answer = await callApi(path, { method: 'GET' }, (said) => CertificateSchema.safeParse(said).data ?? null)
  if (!answer.ok || answer.value === null) throw new Error('No certificate')
  return answer.value
}
