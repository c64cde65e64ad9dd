import type { Metadata } from 'next'
import { en } from '../../components/messages/en.ts'
import { SettingsPage } from '../../components/settings/settings-page.tsx'
import { local } from '../../lib/domain/caller.ts'
import { unfold } from '../../lib/server.ts'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: en.shell.title(en.settings.title) }

export default function Page() {
  return <SettingsPage settings={unfold().settings.read(local)} />
}
