'use client'

import useSWR from 'swr'
import { z } from 'zod'
import { PostVersionSchema, type Post, type PostVersion } from '../lib/domain/post.ts'
import { callApi } from './api.ts'

const PageSchema = z.object({ items: z.array(PostVersionSchema) })

/** What stood before the post as it is, newest first. Read again when the post is at another version. */
export function usePostVersions({ id, version }: Pick<Post, 'id' | 'version'>): {
  versions: readonly PostVersion[] | null
  failed: boolean
  again(): void
} {
  const { data, error, mutate } = useSWR<PostVersion[], Error>([`/posts/${id}/versions`, version], read, {
    keepPreviousData: true,
    revalidateOnFocus: false,
    revalidateIfStale: false,
    shouldRetryOnError: false,
  })
  return {
    versions: data?.filter((one) => one.version < version) ?? null,
    failed: error !== undefined,
    again: () => void mutate(),
  }
}

async function read([path]: [string, number]): Promise<PostVersion[]> {
  const answer = await callApi(path, { method: 'GET' }, (said) => PageSchema.safeParse(said).data?.items ?? null)
  if (!answer.ok || answer.value === null) throw new Error('No versions')
  return answer.value
}
