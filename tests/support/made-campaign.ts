import { BriefSchema, type BriefInput } from '../../lib/domain/brief.ts'
import { local } from '../../lib/domain/caller.ts'
import type { CampaignView } from '../../lib/domain/campaign.ts'
import { readEnv } from '../../lib/env.ts'
import { wire } from '../../lib/wire.ts'
import { bakery } from './campaigns.ts'
import { createFolder } from './sqlite.ts'

/** A whole engine room in this process, and a campaign that it has made. */
export async function madeCampaign(env: Record<string, string> = {}, input: Partial<BriefInput> = {}) {
  const { folder, remove } = await createFolder()
  const wired = await wire(readEnv({ DATA_DIR: folder, ...env }))
  const { room } = wired
  const close = async (): Promise<void> => {
    await wired.stop()
    await remove()
  }
  const bytesOf = async (sha256: string): Promise<Uint8Array> => {
    const size = (await room.storage.size(sha256)) ?? 0
    const chunks: Uint8Array[] = []
    for await (const chunk of room.storage.read(sha256, { start: 0, end: size - 1 })) chunks.push(chunk)
    return new Uint8Array(Buffer.concat(chunks))
  }
  const settled = async (id: CampaignView['id']): Promise<CampaignView> => {
    const viewer = await room.live.follow(local, id, { cursor: 0, follow: false })
    while ((await viewer?.next()) !== null);
    return room.campaigns.get(local, id)
  }
  try {
    const brief = BriefSchema.parse({ ...bakery, ...input })
    const { view } = await room.campaigns.create(local, brief, null)
    wired.start()
    return { room, folder, view: await settled(view.id), bytesOf, close }
  } catch (error) {
    await close()
    throw error
  }
}
