import type { ServerResponse } from 'node:http'
import { startSite } from './site.ts'

export type HeldSite = {
  /** For WEBSITE_ALLOW of the server that shall ask. */
  host: string
  /** For a brief: its analysis stands before the first word until the site is let go, or for the ten seconds that a page gets. */
  url: string
  /** Answers whoever waits, or the first that comes when nobody does yet, and holds the next one. */
  letGo(): void
  close(): Promise<void>
}

/** A website that answers nobody until it is let go: what a test does meanwhile comes before the analysis is made, however slow the machine is. */
export async function startHeldSite(): Promise<HeldSite> {
  const waiting = new Set<ServerResponse>()
  let owed = false
  const answer = (response: ServerResponse): void => void response.writeHead(404).end()
  const { port, close } = await startSite((_, response) => {
    if (owed) answer(response)
    else waiting.add(response)
    owed = false
    response.once('close', () => waiting.delete(response))
  })
  const host = `held.localhost:${port}`
  return {
    host,
    url: `http://${host}/`,
    letGo() {
      owed = waiting.size === 0
      for (const response of waiting) answer(response)
      waiting.clear()
    },
    close,
  }
}
