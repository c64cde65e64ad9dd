import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { filmFacts } from '../../lib/campaigns/handlers/film-facts.ts'
import { local } from '../../lib/domain/caller.ts'
import type { Asset } from '../../lib/domain/asset.ts'
import { digitalSource } from '../../lib/domain/recipe.ts'
import type { Certificate } from '../../lib/domain/certificate.ts'
import { brokenOf, ScoreSchema } from '../../lib/domain/score.ts'
import { madeCampaign } from '../support/made-campaign.ts'
import { startVendorProcess, type VendorProcess } from '../support/vendor/start-vendor.ts'

const typeOf = (uri: string): string => `<Iptc4xmpExt:DigitalSourceType>${uri}</Iptc4xmpExt:DigitalSourceType>`

const scoresOf = ({ checks }: Certificate) => ScoreSchema.array().parse(checks)

type Made = Awaited<ReturnType<typeof madeCampaign>>

/** Checks every file of the campaign, in all sizes it was cut to: what it says inside, and that it still is what it was. */
async function everyFileSays({ view, bytesOf }: Made, uri: string): Promise<void> {
  for (const asset of view.assets) {
    const bytes = await bytesOf(asset.sha256)
    expect(bytes).toHaveLength(asset.bytes)
    if (asset.kind === 'video') {
      expect(Buffer.from(bytes.subarray(-4_000)).toString('latin1')).toContain(typeOf(uri))
      expect(await filmFacts(bytes)).toMatchObject({ width: asset.width, height: asset.height, whole: true })
    }
    const pictures = asset.kind === 'image' ? [asset, ...asset.variants] : asset.variants
    for (const { width, height, sha256 } of pictures) {
      const read = await sharp(await bytesOf(sha256)).metadata()
      expect(read).toMatchObject({ width, height, format: 'jpeg' })
      expect(read.xmpAsString).toContain(typeOf(uri))
    }
  }
}

const kindOf = ({ view }: Made, kind: Asset['kind']): Asset => {
  const asset = view.assets.find((one) => one.kind === kind)
  if (!asset) throw new Error(`There is no ${kind}.`)
  return asset
}

describe('a campaign by the studio', () => {
  let made: Made
  beforeAll(async () => {
    made = await madeCampaign({}, { postCount: 2 })
  })
  afterAll(() => made.close())

  it('says inside every file that an algorithm made it that was trained on nothing', async () => {
    expect(made.view.assets.map(({ kind }) => kind).toSorted()).toEqual(['image', 'video'])
    expect(kindOf(made, 'image').variants.length).toBeGreaterThan(0)
    await everyFileSays(made, digitalSource.algorithmic)
  })

  it('has a certificate for each, with the seed and what was looked at, and no prompt', async () => {
    const picture = await made.room.campaigns.certificate(local, kindOf(made, 'image').id)
    expect(picture).toMatchObject({
      digitalSourceType: digitalSource.algorithmic,
      prompt: null,
      parameters: { template: expect.any(String), motif: expect.any(String) },
      seed: expect.stringMatching(/^[0-9a-f]{16}\/v1$/),
    })
    expect(scoresOf(picture)).toContainEqual(expect.objectContaining({ rule: 'file.mark', measured: 'yes' }))
    expect(scoresOf(picture).map(({ rule }) => rule)).toContain('picture.palette')
    expect(brokenOf(scoresOf(picture))).toEqual([])
    const film = await made.room.campaigns.certificate(local, kindOf(made, 'video').id)
    expect(film.parameters).toMatchObject({ fps: 25 })
    expect(film.checks?.map(({ rule }) => rule)).toContain('film.length')
  })

  it('is the same to the last byte when it is made again from the same brief', async () => {
    const pictures = { postCount: 1, visuals: { images: true, videos: false } }
    const [once, again] = [await madeCampaign({}, pictures), await madeCampaign({}, pictures)]
    const hashes = ({ view }: Made): string[] =>
      view.assets.flatMap(({ sha256, variants }) => [sha256, ...variants.map((one) => one.sha256)]).toSorted()
    expect(hashes(again)).toEqual(hashes(once))
    expect(hashes(once).length).toBeGreaterThan(1)
    await Promise.all([once.close(), again.close()])
  })
})

describe('a campaign by Google', () => {
  let vendor: VendorProcess
  let made: Made
  beforeAll(async () => {
    vendor = await startVendorProcess()
    const env = { GEMINI_API_KEY: 'AIzaSyProvenance_0123456789', GOOGLE_GENAI_BASE_URL: vendor.url }
    made = await madeCampaign(env, { postCount: 2 })
  })
  afterAll(async () => {
    await made.close()
    await vendor.stop()
  })

  it('says inside every file, whatever size it was cut to, that a trained model made it', async () => {
    expect(made.view.assets.map(({ kind }) => kind).toSorted()).toEqual(['image', 'video'])
    await everyFileSays(made, digitalSource.trained)
  })

  it('has a certificate with the prompt that was sent, and what the vendor counted', async () => {
    for (const kind of ['image', 'video'] as const) {
      const paper = await made.room.campaigns.certificate(local, kindOf(made, kind).id)
      const { sha256 } = kindOf(made, kind)
      expect(paper).toMatchObject({ provider: 'google', digitalSourceType: digitalSource.trained, sha256 })
      expect(paper.prompt).toContain('Hearth')
      expect(paper.parameters).toMatchObject({ seed: expect.any(Number) })
      expect(paper.attempts[0]?.counts).not.toBeNull()
      const sum = paper.cost.entries.reduce((total, { type, micros }) => {
        return total + (type === 'settlement' ? micros : type === 'refund' ? -micros : 0)
      }, 0)
      expect([paper.cost.micros, sum > 0]).toEqual([sum, true])
      expect(JSON.stringify(paper)).not.toContain('AIzaSy')
    }
  })
})
