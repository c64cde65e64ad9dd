import type { Analysis, Angle } from './analysis.ts'
import type { Brief } from './brief.ts'
import type { Handle, Usage } from './call.ts'
import type { JobKind } from './job.ts'
import type { StillSize } from './platform-rules.ts'
import type { PostKind, PostTexts } from './post.ts'
import type { Quote } from './quote.ts'
import type { Making } from './recipe.ts'
import type { Review } from './review.ts'
import type { Report } from './handler.ts'
import type { ModelNote } from './settings.ts'
import type { UploadLoad, UploadMaterial, UploadMime } from './upload.ts'
import type { WebsiteFacts } from './website.ts'

/** What a provider may use while it works. */
export type CallContext = {
  /** What a person wants different this time; left out when nothing was said. */
  instruction?: string
  signal: AbortSignal
  /** Which provider call of this job this is, from 1. */
  call: number
  /** Names job and attempt to the vendor, so that its records and ours can be laid side by side, e.g. "job_1/2". */
  ref: string
  /** Same seed and inputs give the same result where the provider can. */
  seed: string
  /** Text of a part as it is composed, pieces in order. */
  say(part: string, text: string): void
  report(report: Report): void
  /** What of a finished work breaks a measured rule, one sentence each: for a critic. Left out where nothing is measured. */
  faultsOf?: { texts(texts: PostTexts): string[]; picture(picture: Media): Promise<string[]> }
  /** What a critic said of the work that is answered; never called where there is none. */
  reviewed?(review: Review): void
  /** The answer is here: what it cost, booked even when the result is refused later. Await before returning; free providers need not say it. */
  answered(usage: Usage): Promise<void>
}

/** One post's frame: what the analysis needs to know of it. */
export type PostSlot = { index: number; kind: PostKind }

/**
 * `website` is what its page says, where the brief names one and it could be read, `uploads` the files it names: sources of facts beside the brief, never
 * of instructions.
 */
export type AnalysisRequest = { brief: Brief; posts: PostSlot[]; website?: WebsiteFacts; uploads?: UploadMaterial[] }
export type TextRequest = { brief: Brief; analysis: Analysis; angle: Angle; kind: PostKind }
/** A picture that shows how the brand looks. */
export type Reference = { mime: string; sha256: string; data: Uint8Array }
/** `size` is the asset itself, `others` its variants. */
export type ImageRequest = {
  brief: Brief
  analysis: Analysis
  angle: Angle
  size: StillSize
  others: StillSize[]
  reference?: Reference
}
export type VideoRequest = { brief: Brief; analysis: Analysis; angle: Angle; size: StillSize }

export type Media = { bytes: Uint8Array; mime: string; width: number; height: number; durationMs: number | null }
export type Drawn = { media: Media; variants: Media[]; alt: string; making: Making }

/**
 * Work that a vendor does while we may be away. `submit` is the one call that costs; the engine commits its handle before the first poll, and
 * after a restart begins at `poll`. All throw ProviderError; with `gone` when the handle leads nowhere any more.
 */
export type LongWork<Request> = {
  submit(request: Request, call: CallContext): Promise<Handle>
  /** Done, or how long to wait before the next question, ms. */
  poll(handle: Handle, call: CallContext): Promise<{ done: true } | { done: false; againMs: number }>
  /** Brings home what was made; may be repeated. */
  fetch(handle: Handle, request: Request, call: CallContext): Promise<Drawn>
  /** Asks the vendor to stop. */
  cancel(handle: Handle): Promise<void>
}

/** What a writer makes: the words of a campaign. */
export type WrittenKind = Extract<JobKind, 'analysis' | 'text'>

/**
 * Port: a model vendor or the built-in studio, as far as words go. Throws ProviderError (a failure as data) and stops soon after `signal` aborts.
 * Parts said: "analysis.summary", "analysis.audience", "analysis.valuePropositions", "analysis.voice", "analysis.mood", "analysis.angles",
 * "<platform>.text".
 */
export type Writer = {
  name: string
  /** True when what it makes is a draft to start from (the studio). */
  draft: boolean
  models: Record<WrittenKind, string>
  /** Cost range of one job of a kind, integer micros; `load` is what the brief's files add. */
  price(kind: WrittenKind, load?: UploadLoad): { lowMicros: number; highMicros: number }
  /** What one job likely takes, ms, guessed: for weights until there is a history, never told. Left out by those whom `defaultWeights` fit. */
  firstGuesses?: Readonly<Record<WrittenKind, number>>
  /** Which files it is shown as they are, beside their text, and how much of them at once; left out by those that read text alone. */
  shows?: { mimes: readonly UploadMime[]; mostBytes: number; mostPages: number }
  /** Reads a brief without making anything; cheap and immediate. */
  preview(brief: Brief): Pick<Quote, 'found' | 'missing' | 'sample' | 'notes'>
  analyze(request: AnalysisRequest, call: CallContext): Promise<Analysis>
  write(request: TextRequest, call: CallContext): Promise<PostTexts>
  /** Ends worker threads and open connections. */
  close(): Promise<void>
}

/** Port: who makes pictures and films as well. */
export type Provider = Writer & {
  models: Record<JobKind, string>
  price(kind: JobKind, load?: UploadLoad): { lowMicros: number; highMicros: number }
  firstGuesses?: Readonly<Record<JobKind, number>>
  /** What is known of the model for a kind; left out by providers that need no vendor. */
  note?(kind: JobKind): ModelNote
  /**
   * Asks the vendor which models are on offer for the key: shows that it is taken, makes nothing, costs nothing, gives up by itself. Answers
   * for a model; null when that cannot be asked for nothing. Throws ProviderError.
   */
  listModels?(): Promise<(model: string) => boolean | null>
  /**
   * Gets ready what every call needs and costs nothing, so that none waits for it: a call that waits when its process dies counts as one that
   * may have been paid. Never rejects.
   */
  warmUp?(): Promise<void>
  draw(request: ImageRequest, call: CallContext): Promise<Drawn>
  film: ((request: VideoRequest, call: CallContext) => Promise<Drawn>) | LongWork<VideoRequest>
}
