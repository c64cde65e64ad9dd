import type { BriefInput } from '../../lib/domain/brief.ts'
import type { Platform } from '../../lib/domain/platform-rules.ts'
import { UploadSchema, type Upload } from '../../lib/domain/upload.ts'

const key = 'unfold.draft'

/** The form's own values: every field a person can fill, empty ones as empty text. */
export type Draft = {
  business: string
  objective: BriefInput['objective'] | ''
  name: string
  website: string
  audience: string
  tone: string
  offer: string
  /** One on each line. */
  proofPoints: string
  /** Files that have arrived. */
  uploads: Upload[]
  language: string
  platforms: Platform[]
  postCount: number
  images: boolean
  videos: boolean
  /** Micros as text, of a campaign that is made again; empty for no cap. */
  budgetMicros: string
}

export const emptyDraft: Draft = {
  business: '',
  objective: '',
  name: '',
  website: '',
  audience: '',
  tone: '',
  offer: '',
  proofPoints: '',
  uploads: [],
  language: 'en',
  platforms: ['instagram', 'linkedin', 'x'],
  postCount: 6,
  images: true,
  videos: true,
  budgetMicros: '',
}

/** What a form begins with: a brief, and what is known of the files it names. */
export type Beginning = { brief: BriefInput; uploads: Upload[] }

export function draftOf({ brief, uploads }: Beginning): Draft {
  return {
    ...emptyDraft,
    uploads,
    business: brief.business,
    objective: brief.objective,
    name: brief.name ?? '',
    website: brief.website ?? '',
    audience: brief.audience ?? '',
    tone: brief.tone ?? '',
    offer: brief.offer ?? '',
    proofPoints: (brief.proofPoints ?? []).join('\n'),
    language: brief.language ?? emptyDraft.language,
    platforms: brief.platforms ?? emptyDraft.platforms,
    postCount: brief.postCount ?? emptyDraft.postCount,
    images: brief.visuals?.images ?? true,
    videos: brief.visuals?.videos ?? true,
    budgetMicros: String(brief.budgetMicros ?? ''),
  }
}

/** The draft as the API takes it. A web address may be written without its scheme. An objective that was not chosen is left out. */
export function briefOf(
  draft: Draft,
): Omit<BriefInput, 'objective'> & { objective: BriefInput['objective'] | undefined } {
  const website = draft.website.trim()
  return {
    business: draft.business,
    objective: draft.objective === '' ? undefined : draft.objective,
    name: draft.name,
    website: website === '' ? null : /^[a-z][a-z0-9+.-]*:\/\//i.test(website) ? website : `https://${website}`,
    audience: draft.audience,
    tone: draft.tone,
    offer: draft.offer,
    proofPoints: draft.proofPoints
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
    uploads: draft.uploads.map(({ id }) => id),
    language: draft.language,
    platforms: draft.platforms,
    postCount: draft.postCount,
    visuals: { images: draft.images, videos: draft.videos },
    budgetMicros: draft.budgetMicros === '' ? null : Number(draft.budgetMicros),
  }
}

/** Which field of the form an error of the API belongs to ("visuals.images", "proofPoints.2"). */
export function fieldOf(path: string): keyof Draft | null {
  const parts = path.replace(/^[/#.]+/, '').split(/[./]/)
  const name = parts[0] === 'visuals' ? parts[1] : parts[0]
  return isField(name) ? name : null
}

const isField = (name: string | undefined): name is keyof Draft => name !== undefined && name in emptyDraft

export type KeptDraft = { draft: Partial<Draft>; at: number }

/** Keeps the draft in this browser. A browser that keeps nothing loses only the draft. */
export function keepDraft(draft: Partial<Draft>): number {
  const at = Date.now()
  try {
    localStorage.setItem(key, JSON.stringify({ draft, at }))
  } catch {
    return at
  }
  return at
}

export function dropDraft(): void {
  try {
    localStorage.removeItem(key)
  } catch {
    // Nothing was kept.
  }
}

export function keptDraft(): KeptDraft | null {
  try {
    const said: unknown = JSON.parse(localStorage.getItem(key) ?? 'null')
    if (typeof said !== 'object' || said === null || !('draft' in said) || !('at' in said)) return null
    const { draft, at } = said
    return typeof draft === 'object' && draft !== null && typeof at === 'number' ? { draft: known(draft), at } : null
  } catch {
    return null
  }
}

/** What an older version kept may have other fields or other kinds of values: those are left out. */
function known(draft: object): Partial<Draft> {
  const fits = Object.entries(draft).filter(([name, value]) => {
    if (!isField(name)) return false
    if (name === 'uploads') return UploadSchema.array().safeParse(value).success
    const now: unknown = emptyDraft[name]
    return Array.isArray(now) ? Array.isArray(value) : typeof value === typeof now
  })
  return Object.fromEntries(fits)
}
