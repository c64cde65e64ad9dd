'use client'

import { CopyPlus, FolderDown, Pause, Play, Trash2, X } from 'lucide-react'
import Link from 'next/link'
import type { CampaignView } from '../../lib/domain/campaign.ts'
import { isSettledStatus } from '../../lib/domain/job.ts'
import { en } from '../messages/en.ts'
import { Avatar } from '../platform/avatar.tsx'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { Glyph } from '../ui/glyph.tsx'
import type { CampaignActions } from './use-campaign-actions.ts'

const words = en.campaign

type CampaignHeadProps = { view: CampaignView; actions: CampaignActions; busy: boolean }

export function CampaignHead({ view, actions, busy }: CampaignHeadProps) {
  const open = view.status === 'running' || view.status === 'paused'
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
      {open ? <PauseButton paused={view.status === 'paused'} actions={actions} /> : null}
      {open ? null : <ExportLink id={view.id} />}
      <span className={open ? 'only-wide' : 'contents'}>
        <DuplicateLink id={view.id} />
      </span>
      {open ? (
        <CancelButton view={view} actions={actions} busy={busy} />
      ) : (
        <ConfirmDialog
          trigger={
            <Button
              size="s"
              look="ghost"
              icon={<Trash2 className="ic" aria-hidden="true" />}
              aria-label={words.actions.delete}
              disabled={busy}
            >
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

function ExportLink({ id }: Pick<CampaignView, 'id'>) {
  return (
    <Button asChild size="s" aria-label={words.actions.export}>
      <a href={`/api/v1/campaigns/${id}/export?format=zip`} download>
        <FolderDown className="ic" aria-hidden="true" />
        <span>{words.actions.export}</span>
      </a>
    </Button>
  )
}

/** Leads to the composer with the same brief: what of it is there already is offered there. */
function DuplicateLink({ id }: Pick<CampaignView, 'id'>) {
  return (
    <Button asChild size="s" aria-label={words.actions.duplicate}>
      <Link href={`/campaigns/new?from=${id}`}>
        <CopyPlus className="ic" aria-hidden="true" />
        <span>{words.actions.duplicate}</span>
      </Link>
    </Button>
  )
}

/** One button in one place, so that the focus stays on it. */
function PauseButton({ paused, actions }: { paused: boolean; actions: CampaignActions }) {
  const name = paused ? words.actions.resume : words.actions.pause
  const Icon = paused ? Play : Pause
  return (
    <Button
      size="s"
      look={paused ? 'ink' : 'plain'}
      icon={<Icon className="ic" aria-hidden="true" />}
      aria-label={name}
      onClick={paused ? actions.resume : actions.pause}
    >
      {name}
    </Button>
  )
}

function CancelButton({ view, actions, busy }: CampaignHeadProps) {
  const stopped = view.jobs.filter((job) => !isSettledStatus(job.status)).length
  const kept = view.jobs.filter((job) => job.status === 'completed').length
  return (
    <ConfirmDialog
      trigger={
        <Button
          size="s"
          look="bad"
          icon={<X className="ic" aria-hidden="true" />}
          aria-label={words.actions.cancel}
          disabled={busy}
        >
          {words.actions.cancel}
        </Button>
      }
      title={words.cancelDialog.title(view.name)}
      text={words.cancelDialog.text(kept, stopped)}
      keep={view.status === 'paused' ? words.cancelDialog.keepPaused : words.cancelDialog.keep}
      go={words.cancelDialog.go}
      onGo={actions.cancel}
    />
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
