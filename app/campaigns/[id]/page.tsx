import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { CampaignPage } from '../../../components/campaign/campaign-page.tsx'
import { en } from '../../../components/messages/en.ts'
import { local } from '../../../lib/domain/caller.ts'
import type { CampaignView } from '../../../lib/domain/campaign.ts'
import { isAppError } from '../../../lib/domain/errors.ts'
import { CampaignIdSchema } from '../../../lib/domain/ids.ts'
import { unfold } from '../../../lib/server.ts'

export const dynamic = 'force-dynamic'

type Props = { params: Promise<{ id: string }> }

const viewOf = cache(async (given: string): Promise<CampaignView> => {
  const id = CampaignIdSchema.safeParse(given)
  if (!id.success) notFound()
  try {
    return await unfold().campaigns.get(local, id.data)
  } catch (error) {
    if (isAppError(error) && error.code === 'not_found') notFound()
    throw error
  }
})

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const view = await viewOf((await params).id)
  return { title: en.shell.title(view.name) }
}

export default async function Page({ params }: Props) {
  const view = await viewOf((await params).id)
  return <CampaignPage key={view.id} initialView={view} now={Date.now()} />
}
