import type { ServerResponse } from 'node:http'
import { startSite } from './site.ts'

export type HeldSite = {
  /** For WEBSITE_ALLOW of the server that shall ask. */
  host: string
  /** For a brief: its analysis stands before the first word until the site is let go, or for the ten seconds that a page gets. */
  url: string
  /** Answers whoever waits, and holds the next one. */
  letGo(): void
  close(): Promise<void>
}

/** A website that answers nobody until it is let go: what a test does meanwhile comes before the analysis is made, however slow the machine is. */
export async function startHeldSite(): Promise<HeldSite> {
  const waiting: ServerResponse[] = []
  const { port, close } = await startSite((_, response) => void waiting.push(response))
  const host = `held.localhost:${port}`
  return {
    host,
    url: `http://${host}/`,
    letGo() {
      for (const response of waiting.splice(0)) response.writeHead(404).end()
    },
    close,
  }
}
