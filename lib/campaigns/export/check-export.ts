import { unzipSync } from 'fflate'
import { z } from 'zod'
import { CertificateSchema } from '../../domain/certificate.ts'
import { hashOf, sha256Of } from '../seed.ts'
import { campaignPath, manifestPath, ManifestSchema, sealOf, type Manifest } from './manifest.ts'
import { pack } from './pack.ts'

/** `problems` is empty when every byte is as it was exported. `manifest` is null when there is none to read. */
export type Verdict = { manifest: Manifest | null; problems: string[] }

/** What the check is called, and was called before scores were kept. */
const markRules: ReadonlySet<string> = new Set(['file.mark', 'says inside how it was made'])

type Files = ReadonlyMap<string, Uint8Array>

/**
 * Looks at an exported campaign, offline: the manifest, every file's hash and length, every certificate against its files, and the archive itself,
 * which is packed again and compared byte by byte. It finds what was changed, not who: whoever makes all of it anew is not found out.
 */
export async function checkExport(archive: Uint8Array): Promise<Verdict> {
  let files: Files
  try {
    files = unpacked(archive)
  } catch {
    return { manifest: null, problems: ['This is not a zip archive, or it is cut off.'] }
  }
  const manifest = ManifestSchema.safeParse(jsonIn(files, manifestPath)).data ?? null
  if (!manifest) return { manifest, problems: [`${manifestPath} is missing, or is not what was written.`] }
  const problems = [
    ...filesProblems(files, manifest),
    ...namingProblems(files, manifest),
    ...assetProblems(files, manifest),
  ]
  if (problems.length === 0 && !(await isPackedAs(archive, files, manifest)))
    problems.push('The archive is not as it was written: its files are, but what stands around them was changed.')
  return { manifest, problems }
}

/** How much more than its own length an archive may say it holds: another tool may have compressed it, and it is told so. */
const mostTimes = 20

/** Throws when it is no archive. What claims to be more than an export can be is left packed. */
function unpacked(archive: Uint8Array): Files {
  let room = archive.byteLength * mostTimes
  const files = unzipSync(archive, {
    filter({ originalSize }) {
      room -= originalSize
      return room >= 0
    },
  })
  return new Map(Object.entries(files))
}

function filesProblems(files: Files, manifest: Manifest): string[] {
  const named = new Set([manifestPath, ...manifest.files.map(({ path }) => path)])
  const problems = [...files.keys()].flatMap((path) => (named.has(path) ? [] : [`${path} does not belong here.`]))
  if (sealOf(manifest.files) !== manifest.filesSha256) problems.push('The list of files was changed.')
  for (const { path, bytes, sha256 } of manifest.files) {
    const content = files.get(path)
    if (!content) problems.push(`${path} is missing.`)
    else if (content.byteLength !== bytes || sha256Of(content) !== sha256) problems.push(`${path} was changed.`)
  }
  return problems
}

const NamedSchema = z.object({ id: z.string(), name: z.string(), seq: z.int() })

/** The seal is over the files: what the manifest says beside it has to follow from them. */
function namingProblems(files: Files, { campaignId, name, seq, files: entries, assets }: Manifest): string[] {
  const problems: string[] = []
  const { data: campaign } = NamedSchema.safeParse(jsonIn(files, campaignPath))
  if (campaign?.id !== campaignId || campaign.name !== name || campaign.seq !== seq)
    problems.push(`${manifestPath} and ${campaignPath} speak of different campaigns.`)
  const spokenOf = [campaignPath, ...assets.flatMap((asset) => [...asset.files, asset.certificate])]
  if (spokenOf.join() !== entries.map(({ path }) => path).join()) problems.push('The list of assets was changed.')
  return problems
}

function assetProblems(files: Files, { assets }: Manifest): string[] {
  return assets.flatMap(({ id, certificate, files: paths }) => {
    const { data: paper } = CertificateSchema.safeParse(jsonIn(files, certificate))
    if (!paper || paper.asset.id !== id) return [`${certificate} is no certificate of ${id}.`]
    const problems: string[] = []
    const promised = [paper.asset.sha256, ...paper.asset.variants.map(({ sha256 }) => sha256)]
    const found = paths.map((path) => sha256Of(files.get(path) ?? nothing))
    if (promised.join() !== found.join() || (paper.sha256 ?? found[0]) !== found[0])
      problems.push(`${certificate} speaks of other files.`)
    for (const { name, sha256, value } of paper.inputs)
      if (hashOf(value) !== sha256) problems.push(`${certificate}: its ${name} was changed.`)
    const mark = paper.checks?.some(({ rule, measured }) => markRules.has(rule) && measured === 'yes')
    const uri = paper.digitalSourceType
    for (const path of mark === true && uri !== null ? paths : [])
      if (!Buffer.from(files.get(path) ?? nothing).includes(uri ?? ''))
        problems.push(`${path} does not say how it was made.`)
    return problems
  })
}

async function isPackedAs(archive: Uint8Array, files: Files, manifest: Manifest): Promise<boolean> {
  const paths = [manifestPath, ...manifest.files.map(({ path }) => path)]
  let at = 0
  for await (const chunk of pack(paths.map((path) => ({ path, chunks: [files.get(path) ?? nothing] })))) {
    if (!Buffer.from(chunk).equals(archive.subarray(at, at + chunk.byteLength))) return false
    at += chunk.byteLength
  }
  return at === archive.byteLength
}

function jsonIn(files: Files, path: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(files.get(path)))
  } catch {
    return undefined
  }
}

const nothing = new Uint8Array()
