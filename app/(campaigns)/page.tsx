import type { Metadata } from 'next'
import { Campaigns } from '../../components/dashboard/campaigns.tsx'
import { en } from '../../components/messages/en.ts'
import { local } from '../../lib/domain/caller.ts'
import { unfold } from '../../lib/server.ts'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: en.shell.title(en.dashboard.title) }

export default async function Page() {
  const { items, nextCursor } = await unfold().campaigns.list(local, { limit: 50, cursor: null, status: null })
  return <Campaigns initial={items} nextCursor={nextCursor} now={Date.now()} />
}
