import type { z } from 'zod'
import { withoutNothing } from '../domain/brief.ts'
import { CertificateSchema, type AssetHistory, type Certificate } from '../domain/certificate.ts'
import type { Post } from '../domain/post.ts'
import { hashOf } from './seed.ts'

/** The birth certificate of an asset: what the store kept of it, laid out. Pure. */
export function certificateOf(history: AssetHistory): Certificate {
  const { asset, recipe, job, post, remake } = history
  return CertificateSchema.parse({
    format: 'unfold-certificate/1',
    asset,
    sha256: asset.sha256,
    campaignId: history.campaignId,
    jobId: job.id,
    postId: post?.id ?? null,
    madeAt: history.madeAt,
    provider: asset.provider,
    model: asset.model,
    digitalSourceType: recipe?.digitalSourceType ?? null,
    prompt: recipe?.prompt ?? null,
    parameters: recipe?.parameters ?? null,
    seed: recipe?.seed ?? null,
    variant: remake?.variant ?? 1,
    inputs: inputsOf(history),
    inputHash: recipe?.inputHash ?? null,
    copiedFrom: recipe?.copiedFrom ?? null,
    attempts: history.attempts,
    checks: recipe?.checks ?? null,
    ...(recipe?.review && { review: recipe.review }),
    edits: editsOf(history),
    cost: { currency: history.currency, micros: job.costMicros, entries: history.entries },
    parents: history.parents.map(({ id, kind, provider, model }) => ({ jobId: id, kind, provider, model })),
    replaces: history.replaces,
  } satisfies z.input<typeof CertificateSchema>)
}

type Input = z.input<typeof CertificateSchema>['inputs'][number]

function inputsOf({ brief, analysis, post, remake }: AssetHistory): Input[] {
  const given = [
    { name: 'brief', value: withoutNothing(brief) },
    { name: 'uploads', value: filesOf(analysis) },
    // The angle of its own post stands beside it; the others say nothing of this asset.
    { name: 'analysis', value: analysis && { ...analysis, angles: [] } },
    { name: 'angle', value: post?.angle ?? null },
    { name: 'instruction', value: remake?.instruction ?? null },
  ] as const
  return given.flatMap(({ name, value }) => (value === null ? [] : [{ name, sha256: hashOf(value), value }]))
}

/** The files behind it, by their bytes; null for none. */
const filesOf = (analysis: AssetHistory['analysis']) =>
  analysis?.uploads?.map(({ name, mime, sha256 }) => ({ name, mime, sha256 })) ?? null

function editsOf({ asset, madeAt, post, versions }: AssetHistory): Certificate['edits'] {
  if (!post) return []
  return versions.flatMap((before, at) => {
    const after = versions[at + 1] ?? post
    const isBirth = partOf(after, asset.kind) === asset.id && partOf(before, asset.kind) !== asset.id
    if (before.replacedAt < madeAt || isBirth) return []
    return [{ version: after.version, at: before.replacedAt, changed: changedParts(before, after) }]
  })
}

const partOf = (post: Post, kind: 'image' | 'video') => (kind === 'image' ? post.imageAssetId : post.videoAssetId)

function changedParts(before: Post, after: Post): string[] {
  const platforms = [...new Set([...Object.keys(before.texts), ...Object.keys(after.texts)])]
  const textOf = (post: Post, platform: string): unknown => Object.entries(post.texts).find(([key]) => key === platform)
  const differs = (one: unknown, other: unknown): boolean => JSON.stringify(one) !== JSON.stringify(other)
  return [
    ...platforms
      .filter((platform) => differs(textOf(before, platform), textOf(after, platform)))
      .map((platform) => `texts.${platform}`),
    ...(['imageAssetId', 'videoAssetId', 'locked', 'approval'] as const).filter((part) =>
      differs(before[part], after[part]),
    ),
  ]
}
