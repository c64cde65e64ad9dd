import { KeyRound } from 'lucide-react'
import Link from 'next/link'
import type { Job } from '../../lib/domain/job.ts'
import { en } from '../messages/en.ts'
import { Button } from '../ui/button.tsx'
import { Glyph } from '../ui/glyph.tsx'
import { Note } from '../ui/note.tsx'

const words = en.campaign.notes

/** What waits because its provider does not take the key or the credentials, with its words, and the way to where that is changed. */
export function KeyNote({ jobs }: { jobs: readonly Job[] }) {
  const waiting = jobs.filter((job) => job.waitingFor?.reason === 'key')
  if (waiting.length === 0) return null
  return (
    <Note
      tone="warn"
      icon={<Glyph name="parked" />}
      title={words.keyTitle(waiting.length)}
      actions={
        <Button asChild size="s" look="ink">
          <Link href="/settings">
            <KeyRound className="ic" aria-hidden="true" />
            <span>{words.keyGo}</span>
          </Link>
        </Button>
      }
    >
      {waiting[0]?.error?.message ?? words.keyText}
    </Note>
  )
}
