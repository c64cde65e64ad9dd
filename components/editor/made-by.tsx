import { ChevronDown, Download } from 'lucide-react'
import { useCertificate } from '../../hooks/use-certificate.ts'
import type { Asset } from '../../lib/domain/asset.ts'
import type { CampaignView } from '../../lib/domain/campaign.ts'
import type { Job } from '../../lib/domain/job.ts'
import { digitalSource } from '../../lib/domain/recipe.ts'
import { ScoreSchema } from '../../lib/domain/score.ts'
import { tookOf } from '../campaign/job-words.ts'
import { mediaKind, type PartKind, type Parts } from '../campaign/parts.ts'
import { renditionOf } from '../campaign/rendition.ts'
import { ReviewNote } from '../checks/review-note.tsx'
import { countOf, ScoreList } from '../checks/score-list.tsx'
import { en } from '../messages/en.ts'
import { maker } from '../messages/maker.ts'
import { bytes, money } from '../messages/numbers.ts'

const words = en.post.made

/** What is known of how the parts of a post came to be, as measured. */
export function MadeBy({ parts, jobs, currency }: { parts: Parts; jobs: CampaignView['jobs']; currency: string }) {
  const { post, asset } = parts
  const kind = mediaKind(post)
  const made = (part: PartKind): Job[] =>
    jobs.filter((job) => job.postId === post.id && job.kind === part && job.status === 'completed')
  const text = made('text')
  const media = kind === null ? [] : made(kind)
  if (text.length === 0 && asset === null) return null
  const by = asset === null ? undefined : media.find((job) => job.assetIds.includes(asset.id))
  return (
    <section aria-label={words.title}>
      <h2 className="head mb-3">{words.title}</h2>
      <div className="prov">
        {asset && kind !== null ? <MadeAsset asset={asset} kind={kind} job={by} currency={currency} /> : null}
        {text.length > 0 ? (
          <div className="pb">
            <b>{words.part.text}</b>
            <Facts job={text.at(-1)} currency={currency} />
          </div>
        ) : null}
      </div>
    </section>
  )
}

function MadeAsset({
  asset,
  kind,
  job,
  currency,
}: {
  asset: Asset
  kind: 'image' | 'video'
  job: Job | undefined
  currency: string
}) {
  const still = asset.kind === 'video' ? asset.variants[0]?.url : renditionOf(asset, 4 / 5).url
  const format = asset.mime.replace(/^.*\//, '').toUpperCase()
  return (
    <>
      <div className="ph">
        {still === undefined ? null : <img src={still} alt="" />}
        <div className="min-w-0">
          <b>{words.part[kind]}</b>
          <span className="cap block">
            {asset.width} × {asset.height}, {format}, {bytes(asset.bytes)}
          </span>
        </div>
      </div>
      <div className="pb">
        <Facts job={job} currency={currency} />
        <dl className="dl">
          <dt>{words.alt}</dt>
          <dd dir="auto">{asset.alt}</dd>
          <dt>{words.hash}</dt>
          <dd className="mono" title={asset.sha256}>
            {asset.sha256.slice(0, 8)}…{asset.sha256.slice(-4)}
          </dd>
        </dl>
        <Born asset={asset} />
      </div>
    </>
  )
}

/** What its certificate adds: nothing until it is here, and of what nobody wrote down nothing at all. */
function Born({ asset }: { asset: Asset }) {
  const paper = useCertificate(asset.id)
  const source = sources.find((one) => digitalSource[one] === paper?.digitalSourceType)
  const scores = paper?.checks?.flatMap((check) => ScoreSchema.safeParse(check).data ?? []) ?? []
  return (
    <>
      {scores.length === 0 ? null : (
        <details className="measured">
          <summary>
            <span>{en.checks.title}</span>
            <span className="cap">
              {countOf(scores)}
              <ChevronDown className="ic open" aria-hidden="true" />
            </span>
          </summary>
          <ScoreList scores={scores} />
        </details>
      )}
      <ReviewNote review={paper?.review} />
      <dl className="dl">
        {paper?.copiedFrom ? (
          <>
            <dt>{words.copied}</dt>
            <dd>
              <a className="link" href={`/api/v1/assets/${paper.copiedFrom}/provenance`}>
                {words.copiedText}
              </a>
            </dd>
          </>
        ) : null}
        {source ? (
          <>
            <dt>{words.source}</dt>
            <dd>{words.sources[source]}</dd>
          </>
        ) : null}
        {paper?.seed ? (
          <>
            <dt>{words.seed}</dt>
            <dd className="mono">{paper.seed}</dd>
          </>
        ) : null}
        {paper?.prompt ? (
          <>
            <dt>{words.prompt}</dt>
            <dd dir="auto">{paper.prompt}</dd>
          </>
        ) : null}
        <dt>{words.certificate}</dt>
        <dd>
          <a className="link" href={`${asset.url}/provenance`}>
            {words.wholeCertificate}
          </a>
        </dd>
      </dl>
    </>
  )
}

const sources = ['trained', 'algorithmic'] as const

function Facts({ job, currency }: { job: Job | undefined; currency: string }) {
  if (job === undefined) return null
  return (
    <dl className="dl">
      <dt>{words.provider}</dt>
      <dd>{maker(words.providers, job.provider)}</dd>
      {job.provider === 'studio' ? null : (
        <>
          <dt>{words.model}</dt>
          <dd>{job.model}</dd>
        </>
      )}
      <dt>{words.tries}</dt>
      <dd>{words.triesText(job.attempt, tookOf(job))}</dd>
      <dt>{words.cost}</dt>
      <dd className="mono">{money(job.costMicros, currency)}</dd>
    </dl>
  )
}

/** The picture in each size it was made in, to take away. */
export function Sizes({ asset }: { asset: Asset }) {
  const all = asset.kind === 'video' ? [asset] : [asset, ...asset.variants]
  const unique = all.filter((one, at) => all.findIndex((other) => other.url === one.url) === at)
  return (
    <ul className="sizes" aria-label={words.sizes}>
      {unique.map(({ url, width, height }) => (
        <li key={url}>
          <a className="btn btn-s" href={url} download aria-label={words.download(width, height)}>
            <Download className="ic" aria-hidden="true" />
            <span className="mono">
              {width} × {height}
            </span>
          </a>
        </li>
      ))}
    </ul>
  )
}
