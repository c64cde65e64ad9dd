import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { unzipSync, zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkExport } from '../../lib/campaigns/export/check-export.ts'
import { exportCampaign } from '../../lib/campaigns/export/export-campaign.ts'
import { manifestPath, sealOf, type Manifest } from '../../lib/campaigns/export/manifest.ts'
import { pack } from '../../lib/campaigns/export/pack.ts'
import { local } from '../../lib/domain/caller.ts'
import { CampaignViewSchema } from '../../lib/domain/campaign.ts'
import { CampaignIdSchema } from '../../lib/domain/ids.ts'
import { createChance } from '../support/chance.ts'
import { madeCampaign } from '../support/made-campaign.ts'

const root = path.resolve(import.meta.dirname, '../..')

type Made = Awaited<ReturnType<typeof madeCampaign>>

async function exported({ room, view }: Made): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of (await room.campaigns.export(local, view.id)).chunks) chunks.push(chunk)
  return new Uint8Array(Buffer.concat(chunks))
}

const flipped = (archive: Uint8Array, at: number): Uint8Array => {
  const other = archive.slice()
  other[at] = (other[at] ?? 0) ^ (1 << (at % 8))
  return other
}

/** What `npm run verify` runs, and how it ends. */
const verify = (file: string): Promise<{ code: number; said: string }> =>
  new Promise((resolve) => {
    execFile(
      path.join(root, 'node_modules/.bin/node'),
      ['scripts/verify.ts', file],
      { cwd: root },
      (error, out, err) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, said: out + err })
      },
    )
  })

describe('an exported campaign', () => {
  let made: Made
  let archive: Uint8Array
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'unfold-test-'))
    made = await madeCampaign(
      {},
      { postCount: 1, platforms: ['instagram', 'x'], visuals: { images: true, videos: false } },
    )
    archive = await exported(made)
  })
  afterAll(async () => {
    await made.close()
    await rm(folder, { recursive: true })
  })

  it('holds the campaign, every picture in every size, and a certificate for each asset', async () => {
    const files = unzipSync(archive)
    const [asset] = made.view.assets
    expect(Object.keys(files)).toEqual([
      'manifest.json',
      'campaign.json',
      ...[asset, ...(asset?.variants ?? [])].map((one) => `assets/post-01-image-${one?.width}x${one?.height}.jpg`),
      `certificates/${asset?.id}.json`,
    ])
    expect(CampaignViewSchema.parse(JSON.parse(new TextDecoder().decode(files['campaign.json'])))).toEqual(made.view)
    expect(await checkExport(archive)).toMatchObject({ problems: [], manifest: { campaignId: made.view.id } })
  })

  it('is the same to the last byte when it is exported again', async () => {
    expect(Buffer.from(await exported(made)).equals(archive)).toBe(true)
  })

  it('is not itself any more when one byte anywhere was changed', async () => {
    const chance = createChance(28)
    const { length } = archive
    // All that stands around the last files, the heads of the first, and places by chance.
    const ends = [
      ...Array.from({ length: 120 }, (_, at) => at),
      ...Array.from({ length: 900 }, (_, at) => length - 1 - at),
    ]
    const places = [...ends, ...Array.from({ length: 400 }, () => Math.floor(chance() * length))]
    const unseen: number[] = []
    for (const at of places) if ((await checkExport(flipped(archive, at))).problems.length === 0) unseen.push(at)
    expect(unseen).toEqual([])
  })

  it('is not itself when a byte is missing or added', async () => {
    for (const other of [
      archive.subarray(0, -1),
      archive.subarray(1),
      Buffer.concat([archive, Buffer.of(0)]),
      Buffer.of(),
    ])
      expect((await checkExport(new Uint8Array(other))).problems).not.toEqual([])
  })

  /** The same archive with another manifest, packed as an export is: only what is said of the files has changed. */
  const saying = async (
    change: (manifest: Manifest) => Partial<Manifest>,
    written: Record<string, Uint8Array> = {},
  ): Promise<Uint8Array> => {
    const { manifest } = await checkExport(archive)
    if (!manifest) throw new Error('no manifest')
    const files = new Map(Object.entries({ ...unzipSync(archive), ...written }))
    const said = JSON.stringify({ ...manifest, ...change(manifest) }, null, 2)
    files.set(manifestPath, new TextEncoder().encode(`${said}\n`))
    const chunks: Uint8Array[] = []
    for await (const chunk of pack([...files].map(([path, content]) => ({ path, chunks: [content] }))))
      chunks.push(chunk)
    return new Uint8Array(Buffer.concat(chunks))
  }
  it('has one seal for one content: the manifest says nothing that its files do not', async () => {
    expect((await checkExport(await saying(() => ({})))).problems).toEqual([])
    for (const change of [
      () => ({ name: 'Another' }),
      () => ({ seq: 1 }),
      () => ({ campaignId: CampaignIdSchema.parse('cmp_00000000000000000000') }),
      () => ({ assets: [] }),
    ])
      expect((await checkExport(await saying(change))).problems).toHaveLength(1)
  })

  it('is refused in words when its manifest names what no export has', async () => {
    const sneaking = (path: string) =>
      saying(({ assets: [asset], ...rest }) => ({
        ...rest,
        assets: asset ? [{ ...asset, files: [...asset.files, path] }] : [],
      }))
    for (const path of ['constructor', '__proto__', 'toString'])
      expect((await checkExport(await sneaking(path))).problems).toContain('The list of assets was changed.')
    const outside = await saying(({ files }) => {
      const led = files.map((file) => ({ ...file, path: `../${file.path}` }))
      return { files: led, filesSha256: sealOf(led) }
    })
    expect((await checkExport(outside)).problems).toEqual([expect.stringContaining('is not what was written')])
  })

  it('is refused when a certificate was written anew, seal and all, and does not fit what it certifies', async () => {
    const files = unzipSync(archive)
    const path = Object.keys(files).find((name) => name.startsWith('certificates/')) ?? ''
    const paper = new TextDecoder().decode(files[path])
    const rewriting = async (from: RegExp, to: string): Promise<string[]> => {
      const content = new TextEncoder().encode(paper.replace(from, to))
      const sha256 = createHash('sha256').update(content).digest('hex')
      const other = await saying(
        ({ files: entries }) => {
          const led = entries.map((file) => (file.path === path ? { path, bytes: content.byteLength, sha256 } : file))
          return { files: led, filesSha256: sealOf(led) }
        },
        { [path]: content },
      )
      return (await checkExport(other)).problems
    }
    expect(await rewriting(/(?<="sha256": ")[0-9a-f]{64}/, '0'.repeat(64))).toEqual([`${path} speaks of other files.`])
    expect(await rewriting(/a neighbourhood bakery/, 'a rival bakery')).toEqual([
      expect.stringMatching(/^certificates\/.*: its \S+ was changed\.$/),
    ])
  })

  it('is told from one that another tool packed, and a bomb is left packed', async () => {
    const files = unzipSync(archive)
    expect((await checkExport(zipSync(files))).problems).toEqual([expect.stringContaining('what stands around them')])
    // The same manifest, with many spaces behind it: whoever unpacks it can read it.
    const room = new Uint8Array(32_000_000).fill(32)
    const bomb = zipSync({ ...files, [manifestPath]: Buffer.concat([files[manifestPath] ?? room, room]) })
    expect((await checkExport(bomb)).problems).toEqual([expect.stringContaining('is not what was written')])
  })

  it('is refused before its first byte when it is longer than an archive may be', async () => {
    const { room, view } = made
    const papers = await Promise.all(view.assets.map(({ id }) => room.campaigns.certificate(local, id)))
    const long = { ...room.storage, size: async () => 2 ** 32 }
    await expect(exportCampaign(view, papers, long)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('4 GB'),
    })
  })

  it('is checked from the command line, offline: 0 when it is whole, 1 when it is not or is not there', async () => {
    const [whole, changed] = [path.join(folder, 'whole.zip'), path.join(folder, 'changed.zip')]
    await writeFile(whole, archive)
    await writeFile(changed, flipped(archive, Math.floor(archive.length / 2)))
    expect(await verify(whole)).toEqual({ code: 0, said: expect.stringContaining('is as it was exported') })
    expect(await verify(changed)).toEqual({ code: 1, said: expect.stringMatching(/changed\.zip: .* was changed/) })
    expect(await verify(path.join(folder, 'none.zip'))).toMatchObject({ code: 1 })
  })
})
