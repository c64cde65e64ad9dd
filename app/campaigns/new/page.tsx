import type { Metadata } from 'next'
import { Composer } from '../../../components/brief/composer.tsx'
import type { Beginning } from '../../../components/brief/draft.ts'
import { exampleOf } from '../../../components/brief/examples.ts'
import { en } from '../../../components/messages/en.ts'
import { local } from '../../../lib/domain/caller.ts'
import { isAppError } from '../../../lib/domain/errors.ts'
import { CampaignIdSchema } from '../../../lib/domain/ids.ts'
import { unfold } from '../../../lib/server.ts'

export const metadata: Metadata = { title: en.shell.title(en.brief.page) }

type Props = { searchParams: Promise<Record<'example' | 'from', string | string[] | undefined>> }

export default async function Page({ searchParams }: Props) {
  const { example, from } = await searchParams
  const chosen = typeof example === 'string' ? exampleOf(example) : null
  const again = await beginningOf(from)
  return <Composer key={chosen?.id ?? (again ? String(from) : 'draft')} example={chosen} again={again} />
}

/** The campaign that is to be made again; null when there is none (any more). */
async function beginningOf(from: unknown): Promise<Beginning | null> {
  const id = CampaignIdSchema.safeParse(from)
  if (!id.success) return null
  try {
    const { campaigns, uploads } = unfold()
    const { brief } = await campaigns.get(local, id.data)
    return { brief, uploads: await Promise.all(brief.uploads.map((upload) => uploads.get(local, upload))) }
  } catch (error) {
    if (isAppError(error) && error.code === 'not_found') return null
    throw error
  }
}
