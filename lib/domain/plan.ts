import type { Brief } from './brief.ts'
import type { Ids } from './ids.ts'
import type { Job, JobKind } from './job.ts'
import type { Post, PostKind } from './post.ts'

export type Mix = { text_url: number; text_image: number; text_video: number }

/** How many posts of each kind a brief asks for (the rule stands in the contract). */
export function mixOf(brief: Pick<Brief, 'postCount' | 'visuals'>): Mix {
  const { postCount: n, visuals } = brief
  if (n === 1 && visuals.videos) return { text_url: 0, text_image: 0, text_video: 1 }
  if (n === 1 && visuals.images) return { text_url: 0, text_image: 1, text_video: 0 }
  const text_video = visuals.videos ? Math.max(1, Math.floor(n / 6)) : 0
  if (!visuals.images) return { text_url: n - text_video, text_image: 0, text_video }
  const text_url = Math.floor(n / 6)
  return { text_url, text_image: n - text_video - text_url, text_video }
}

/** The order of kinds on the board: images lead, links stand between, videos close each row of six. */
export function postKinds(brief: Pick<Brief, 'postCount' | 'visuals'>): PostKind[] {
  const left = mixOf(brief)
  const kinds: PostKind[] = []
  for (let index = 1; index <= brief.postCount; index++) {
    const wish: PostKind = index % 6 === 0 ? 'text_video' : index % 6 === 3 ? 'text_url' : 'text_image'
    const order: PostKind[] = [wish, 'text_image', 'text_url', 'text_video']
    const kind = order.find((one) => left[one] > 0) ?? 'text_image'
    left[kind] -= 1
    kinds.push(kind)
  }
  return kinds
}

/** What is known of a job before it runs. `weight` in expected ms; `expected` only from real history. */
export type Estimate = Pick<Job, 'weight' | 'expected'>

/** Weights in ms of jobs whose maker has neither a history here nor a guess of its own; measured for the studio on 2 cores, 2026-11. */
export const defaultWeights = { analysis: 400, text: 300, image: 1_500, video: 9_000 } as const satisfies Record<
  JobKind,
  number
>

/** Who makes a job, by name, and with which model. */
export type Maker = Pick<Job, 'provider' | 'model'>

/** Who makes it for nothing instead, and what is known of how long that takes. */
export type FreeMaker = Maker & Pick<Job, 'expected'>

export type PlanDeps = {
  ids: Pick<Ids, 'job' | 'post'>
  estimate(kind: JobKind): Estimate
  maker(kind: JobKind): Maker
  maxFailures?: number
}

export type Plan = { posts: Post[]; jobs: Job[] }

/** What every job of a kind has before it ran: also the ground for jobs planned later. */
export function newJob(deps: PlanDeps, kind: JobKind, links: Pick<Job, 'dependsOn' | 'postId'>): Job {
  return {
    id: deps.ids.job(),
    kind,
    status: links.dependsOn.length === 0 ? 'queued' : 'blocked',
    waitingFor: null,
    progress: null,
    measure: null,
    ...deps.estimate(kind),
    message: null,
    attempt: 0,
    failures: 0,
    maxFailures: deps.maxFailures ?? 3,
    ...links,
    assetIds: [],
    output: null,
    error: null,
    ...deps.maker(kind),
    costMicros: 0,
    queuedAt: null,
    startedAt: null,
    finishedAt: null,
  }
}

/**
 * The pure rule brief -> jobs: one analysis, then a text per post and, at the same time, the image or video it carries. Pictures wait for
 * the analysis alone, because their headline, picture and storyboard come from it.
 */
export function planCampaign(brief: Brief, deps: PlanDeps): Plan {
  const analysis = newJob(deps, 'analysis', { dependsOn: [], postId: null })
  const posts = postKinds(brief).map((kind, at): Post => newPost(deps, kind, at + 1))
  const after = (kind: JobKind, post: Post): Job => newJob(deps, kind, { dependsOn: [analysis.id], postId: post.id })
  return {
    posts,
    jobs: [
      analysis,
      ...posts.map((post) => after('text', post)),
      ...posts.filter((post) => post.kind === 'text_image').map((post) => after('image', post)),
      ...posts.filter((post) => post.kind === 'text_video').map((post) => after('video', post)),
    ],
  }
}

function newPost(deps: PlanDeps, kind: PostKind, index: number): Post {
  return {
    id: deps.ids.post(),
    index,
    kind,
    angle: null,
    version: 1,
    texts: {},
    imageAssetId: null,
    videoAssetId: null,
    locked: false,
    approval: 'draft',
  }
}
