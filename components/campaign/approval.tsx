import { Check, Lock, MessageSquareText } from 'lucide-react'
import type { Post } from '../../lib/domain/post.ts'
import { en } from '../messages/en.ts'
import { Badge } from '../ui/badge.tsx'
import { Glyph } from '../ui/glyph.tsx'

/** Where a post stands with the people who decide. */
export function Approval({ approval }: Pick<Post, 'approval'>) {
  const name = en.post.approval[approval]
  switch (approval) {
    case 'draft':
      return <Badge tone="line">{name}</Badge>
    case 'in_review':
      return (
        <Badge tone="acc" icon={<MessageSquareText className="ic" aria-hidden="true" />}>
          {name}
        </Badge>
      )
    case 'changes_requested':
      return (
        <Badge tone="warn" icon={<Glyph name="failed" />}>
          {name}
        </Badge>
      )
    case 'approved':
      return (
        <Badge tone="ok" icon={<Check className="ic" aria-hidden="true" />}>
          {name}
        </Badge>
      )
  }
}

export function Locked() {
  return (
    <Badge tone="line" icon={<Lock className="ic" aria-hidden="true" />}>
      {en.post.locked}
    </Badge>
  )
}
