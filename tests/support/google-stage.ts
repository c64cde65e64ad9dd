import type { CampaignView } from '../../lib/domain/campaign.ts'
import type { Job, JobKind } from '../../lib/domain/job.ts'
import { writeIdentity } from './cloud-credentials.ts'
import { createFolder } from './sqlite.ts'
import { startServer, type RunningServer } from './start-server.ts'
import { paidCallsByJob, type VendorCall } from './vendor/ledger.ts'
import type { Script } from './vendor/script.ts'
import { startVendorProcess, type VendorProcess } from './vendor/start-vendor.ts'

export const stageKey = 'AIzaSyIntegration_0123456789abcdef'

export type Stage = {
  vendor: VendorProcess
  /** Starts a server that asks the vendor, on the stage's folder. */
  serve(env?: Record<string, string>): Promise<RunningServer>
  dataDir: string
}

/** How a server comes to Google: with a key, or as Vertex AI with an identity that is changed for tokens. */
export type Way = 'key' | 'vertex'

/** What makes a server ask the vendor as Vertex AI. Leaves the files of an identity in the folder. */
export const vertexEnvironment = (folder: string, vendorUrl: string): Record<string, string> => ({
  GOOGLE_GENAI_USE_VERTEXAI: 'true',
  GOOGLE_CLOUD_PROJECT: 'bakery-472311',
  GOOGLE_CLOUD_LOCATION: 'global',
  GOOGLE_VIDEO_LOCATION: 'us-central1',
  GOOGLE_APPLICATION_CREDENTIALS: writeIdentity(folder, vendorUrl),
})

/** Stages of a vendor, a folder and the servers on it; `clear` ends what is left of them. */
export function createStages() {
  const cleanup: (() => Promise<unknown>)[] = []
  return {
    async stage(script: Partial<Script> = {}, way: Way = 'key'): Promise<Stage> {
      const vendor = await startVendorProcess({ script })
      cleanup.push(vendor.stop)
      const { folder: dataDir, remove } = await createFolder()
      cleanup.push(remove)
      const access = way === 'key' ? { GEMINI_API_KEY: stageKey } : vertexEnvironment(dataDir, vendor.url)
      const serve = async (env: Record<string, string> = {}): Promise<RunningServer> => {
        const server = await startServer({ dataDir, env: { ...access, GOOGLE_GENAI_BASE_URL: vendor.url, ...env } })
        cleanup.push(() => server.stop('SIGKILL'))
        return server
      }
      return { vendor, serve, dataDir }
    },
    async clear(): Promise<void> {
      for (const step of cleanup.splice(0).reverse()) await step()
    },
  }
}

export const jobOf = ({ jobs }: CampaignView, kind: JobKind): Job => {
  const job = jobs.find((one) => one.kind === kind)
  if (!job) throw new Error(`There is no ${kind} job.`)
  return job
}

/** How often each job was paid for at the vendor. A text that was cut off by the kill may be made once more: the books show both. */
export async function paymentsOf(vendor: VendorProcess, kind?: JobKind): Promise<number[]> {
  return [...paidCallsByJob(await vendor.calls()).values()]
    .filter(([first]) => kind === undefined || first?.kind === kind)
    .map((calls: VendorCall[]) => calls.length)
}
