import { createHash } from 'node:crypto'
import { unzipSync } from 'fflate'
import { CertificateSchema } from '../../domain/certificate.ts'
import { hashOf } from '../seed.ts'
import { manifestPath, ManifestSchema, sealOf, type Manifest } from './manifest.ts'
import { pack } from './pack.ts'

/** `problems` is empty when every byte is as it was exported. `manifest` is null when there is none to read. */
export type Verdict = { manifest: Manifest | null; problems: string[] }

type Files = Readonly<Record<string, Uint8Array>>

/**
 * Looks at an exported campaign, offline: the manifest, every file's hash and length, every certificate against its files, and the archive itself,
 * which is packed again and compared byte by byte. It finds what was changed, not who: whoever makes all of it anew is not found out.
 */
export async function checkExport(archive: Uint8Array): Promise<Verdict> {
  let files: Files
  try {
    files = unzipSync(archive)
  } catch {
    return { manifest: null, problems: ['This is not a zip archive, or it is cut off.'] }
  }
  const manifest = ManifestSchema.safeParse(jsonIn(files, manifestPath)).data ?? null
  if (!manifest) return { manifest, problems: [`${manifestPath} is missing, or is not what was written.`] }
  const problems = [...filesProblems(files, manifest), ...assetProblems(files, manifest)]
  if (problems.length === 0 && !(await isPackedAs(archive, files, manifest)))
    problems.push('The archive is not as it was written: its files are, but what stands around them was changed.')
  return { manifest, problems }
}

function filesProblems(files: Files, manifest: Manifest): string[] {
  const named = new Set([manifestPath, ...manifest.files.map(({ path }) => path)])
  const problems = Object.keys(files).flatMap((path) => (named.has(path) ? [] : [`${path} does not belong here.`]))
  if (sealOf(manifest.files) !== manifest.filesSha256) problems.push('The list of files was changed.')
  for (const { path, bytes, sha256 } of manifest.files) {
    const content = files[path]
    if (!content) problems.push(`${path} is missing.`)
    else if (content.byteLength !== bytes || sha256Of(content) !== sha256) problems.push(`${path} was changed.`)
  }
  return problems
}

function assetProblems(files: Files, { assets }: Manifest): string[] {
  return assets.flatMap(({ id, certificate, files: paths }) => {
    const { data: paper } = CertificateSchema.safeParse(jsonIn(files, certificate))
    if (!paper || paper.asset.id !== id) return [`${certificate} is no certificate of ${id}.`]
    const problems: string[] = []
    const promised = [paper.asset.sha256, ...paper.asset.variants.map(({ sha256 }) => sha256)]
    const found = paths.map((path) => files[path] && sha256Of(files[path]))
    if (promised.join() !== found.join()) problems.push(`${certificate} speaks of other files.`)
    for (const { name, sha256, value } of paper.inputs)
      if (hashOf(value) !== sha256) problems.push(`${certificate}: its ${name} was changed.`)
    const mark = paper.checks?.some(({ rule, measured }) => rule.startsWith('says inside') && measured === 'yes')
    const uri = paper.digitalSourceType
    for (const path of mark === true && uri !== null ? paths : [])
      if (!Buffer.from(files[path] ?? []).includes(uri ?? '')) problems.push(`${path} does not say how it was made.`)
    return problems
  })
}

async function isPackedAs(archive: Uint8Array, files: Files, manifest: Manifest): Promise<boolean> {
  const paths = [manifestPath, ...manifest.files.map(({ path }) => path)]
  let at = 0
  for await (const chunk of pack(paths.map((path) => ({ path, chunks: [files[path] ?? new Uint8Array()] })))) {
    if (!Buffer.from(chunk).equals(archive.subarray(at, at + chunk.byteLength))) return false
    at += chunk.byteLength
  }
  return at === archive.byteLength
}

function jsonIn(files: Files, path: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(files[path]))
  } catch {
    return undefined
  }
}

const sha256Of = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex')
