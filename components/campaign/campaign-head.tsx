'use client'

import { Trash2, X } from 'lucide-react'
import Link from 'next/link'
import type { CampaignView } from '../../lib/domain/campaign.ts'
import { en } from '../messages/en.ts'
import { Avatar } from '../platform/avatar.tsx'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { Glyph } from '../ui/glyph.tsx'
import type { CampaignActions } from './use-campaign-actions.ts'

const words = en.campaign

export function CampaignHead({ view, actions }: { view: CampaignView; actions: CampaignActions }) {
  const open = view.status === 'running' || view.status === 'paused'
  const stopped = view.jobs.filter(
    (job) => job.status !== 'completed' && job.status !== 'failed' && job.status !== 'canceled',
  ).length
  const kept = view.jobs.filter((job) => job.status === 'completed').length
  return (
    <div className="cmp-top">
      <nav className="crumbs only-wide" aria-label="Breadcrumb">
        <Link href="/">{en.shell.campaigns}</Link>
        <span aria-hidden="true">/</span>
      </nav>
      <Avatar
        name={view.analysis?.business.name ?? null}
        palette={view.analysis?.visualDirection.palette ?? null}
        size={26}
      />
      <h1>{view.name}</h1>
      <CampaignState status={view.status} />
      <span className="grow" />
      {open ? (
        <ConfirmDialog
          trigger={
            <Button size="s" look="bad" icon={<X className="ic" aria-hidden="true" />} disabled={actions.busy}>
              {words.actions.cancel}
            </Button>
          }
          title={words.cancelDialog.title(view.name)}
          text={words.cancelDialog.text(kept, stopped)}
          keep={words.cancelDialog.keep}
          go={words.cancelDialog.go}
          onGo={actions.cancel}
        />
      ) : (
        <ConfirmDialog
          trigger={
            <Button size="s" look="ghost" icon={<Trash2 className="ic" aria-hidden="true" />} disabled={actions.busy}>
              {words.actions.delete}
            </Button>
          }
          title={words.deleteDialog.title(view.name)}
          text={words.deleteDialog.text}
          keep={words.deleteDialog.keep}
          go={words.deleteDialog.go}
          onGo={actions.remove}
        />
      )}
    </div>
  )
}

/** The campaign's state as a badge; running needs none, the sentence says it. */
export function CampaignState({ status }: { status: CampaignView['status'] }) {
  const name = en.shell.states[status]
  switch (status) {
    case 'running':
      return null
    case 'completed':
      return (
        <span className="state" data-s="completed">
          <Glyph name="completed" />
          <span>{name}</span>
        </span>
      )
    case 'partial':
      return (
        <Badge tone="warn" icon={<Glyph name="failed" />}>
          {name}
        </Badge>
      )
    case 'failed':
      return (
        <Badge tone="bad" icon={<Glyph name="failed" />}>
          {name}
        </Badge>
      )
    case 'canceled':
      return <Badge icon={<Glyph name="canceled" />}>{name}</Badge>
    case 'paused':
      return (
        <Badge tone="warn" icon={<Glyph name="parked" />}>
          {name}
        </Badge>
      )
  }
}
