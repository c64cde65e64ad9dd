'use client'

import { useCallback, useEffect, useMemo, useState } from 'react'
import { useMounted, useNow } from '../../hooks/use-now.ts'
import { useProgressiveGeneration } from '../../hooks/use-progressive-generation.ts'
import { isSettledCampaign, type CampaignView } from '../../lib/domain/campaign.ts'
import type { Platform } from '../../lib/domain/platform-rules.ts'
import type { Post } from '../../lib/domain/post.ts'
import { PostEditor, type Place } from '../editor/post-editor.tsx'
import { RemakeDialog } from '../editor/remake-dialog.tsx'
import { en } from '../messages/en.ts'
import { ordinal } from '../messages/numbers.ts'
import { ConnectionState } from '../shell/connection.tsx'
import { InTopBar } from '../shell/in-top-bar.tsx'
import { KeysDialog } from '../shell/keys-dialog.tsx'
import type { BoardDeeds } from './board-deeds.ts'
import { platformOf, type Previews } from './board.tsx'
import { CampaignHead } from './campaign-head.tsx'
import { Hero } from './hero.tsx'
import { LiveRegion } from './live-region.tsx'
import { Notices } from './notices.tsx'
import { partsOf, remakeable, studioParts, type PartKind } from './parts.ts'
import { useBoardKeys } from './use-board-keys.ts'
import { useCampaignActions } from './use-campaign-actions.ts'
import { useOpenPost } from './use-open-post.ts'
import { Views } from './views.tsx'

/** A campaign as it is being made. `now` is the server's clock at the first picture, in ms. */
export function CampaignPage({ initialView, now: firstNow }: { initialView: CampaignView; now: number }) {
  const { view, connection, heard, news, retryNow } = useProgressiveGeneration(initialView.id, { initialView })
  const { actions, busy } = useCampaignActions(view.id)
  const settled = isSettledCampaign(view.status)
  const clock = useNow(firstNow, !settled || connection.state === 'offline')
  const [previews, setPreviews] = useState<Previews>({ all: null, posts: {} })
  const { open, show } = useOpenPost(view)
  const mounted = useMounted()
  // The first picture is the server's as well, which knows no time of day here: what waits until one says it after that.
  const tellsTime = mounted || view.jobs.every(({ waitingFor }) => waitingFor?.reason !== 'quota')
  const now = tellsTime ? clock : null
  const [place, setPlace] = useState<Place>('top')
  const [remaking, setRemaking] = useState<{ post: Post; part: PartKind | null } | null>(null)
  const arriving = useMemo(
    () => new Set(news.flatMap((fact) => (fact.type === 'asset.ready' ? [fact.asset.id] : []))),
    [news],
  )
  const preview = useCallback((post: Post, platform: Platform) => {
    setPreviews((before) => ({ ...before, posts: { ...before.posts, [post.id]: platform } }))
  }, [])
  const openAt = useCallback(
    (post: Post | null, place: Place) => {
      setPlace(place)
      show(post)
    },
    [show],
  )
  const deeds = useMemo(
    (): BoardDeeds => ({
      ...actions,
      edit: (post) => openAt(post, 'top'),
      versions: (post) => openAt(post, 'versions'),
      remake: (post, part) => setRemaking({ post, part }),
      preview,
    }),
    [actions, openAt, preview],
  )
  useBoardKeys(view, deeds, open === null && !connection.gone)

  useEffect(() => {
    const name = open ? en.post.editor.title(nameOf(open), view.name) : view.name
    document.title = en.shell.title(settled ? name : `${Math.floor(view.progress * 100)} % ${name}`)
  }, [settled, view.name, view.progress, open])

  const asked = remaking && view.posts.find((post) => post.id === remaking.post.id)
  return (
    <main className="page" id="main" data-gone={connection.gone || undefined}>
      <InTopBar>
        <ConnectionState connection={connection} />
        <KeysDialog />
      </InTopBar>
      <LiveRegion view={view} news={news} connection={connection} />
      {open ? (
        <PostEditor
          key={`${open.id} ${mounted}`}
          mayRead={mounted}
          view={view}
          post={open}
          platform={platformOf(view, open, previews)}
          arriving={arriving}
          now={now}
          actions={actions}
          onPlatform={(platform) => preview(open, platform)}
          place={place}
          onOpen={(post) => openAt(post, 'top')}
        />
      ) : (
        <>
          <CampaignHead view={view} actions={actions} busy={busy} />
          <Hero view={view} connection={connection} now={now} />
          <Notices
            view={view}
            connection={connection}
            now={now}
            actions={actions}
            busy={busy}
            deeds={deeds}
            retryNow={retryNow}
          />
          <Views
            view={view}
            heard={heard}
            now={now}
            arriving={arriving}
            deeds={deeds}
            previews={previews}
            onPreviews={setPreviews}
          />
        </>
      )}
      {remaking && asked ? (
        <RemakeDialog
          post={asked}
          parts={remakeable(partsOf(view, asked))}
          chosen={remaking.part}
          studio={studioParts(view.provider)}
          onSend={(wish) => actions.regenerate(asked, wish)}
          onClose={() => setRemaking(null)}
        />
      ) : null}
    </main>
  )
}

const nameOf = (post: Post): string => post.angle?.title ?? en.campaign.angle(ordinal(post.index))
