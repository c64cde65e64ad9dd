import { GoogleAuth, PassThroughClient, type AuthClient } from 'google-auth-library'
import { underLimit } from '../deadline.ts'

/** No token could be had: nothing was asked of Vertex AI yet, and nothing is paid. The reason is the cause. */
export class CredentialsError extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
    this.name = 'CredentialsError'
  }
}

/** The sign-in answered, and not with a token: a page of the network in between, or half an answer. */
export class NoToken extends Error {
  constructor() {
    super('The answer holds no token.')
    this.name = 'NoToken'
  }
}

export type Credentials = {
  /** What the SDK signs its calls with. */
  client: AuthClient
  /** Looked up anew by the next call: a file may have been replaced, or somebody signed in again. */
  forget(): void
}

export type CredentialsOptions = {
  vertex: { project: string }
  /** How tokens are fetched; the usual way when left out. */
  fetchToken?: typeof fetch
}

/**
 * Google's Application Default Credentials: the file of GOOGLE_APPLICATION_CREDENTIALS, else that of gcloud, else the machine's own on Google
 * Cloud. Tokens are kept until they run out, and waited for for `tokenMs`. The project is said, so that the library asks no program and no server
 * for it.
 */
export function createCredentials(
  { vertex: { project }, fetchToken }: CredentialsOptions,
  tokenMs: number,
): Credentials {
  const begin = (): GoogleAuth =>
    new GoogleAuth({
      scopes: ['https://www.googleapis.com/auth/cloud-platform'],
      projectId: project,
      ...(fetchToken && { clientOptions: { transporterOptions: { fetchImplementation: fetchToken } } }),
    })
  let auth = begin()
  const forget = (): void => {
    auth = begin()
  }
  const getRequestHeaders = async (): Promise<Headers> => {
    try {
      return await underLimit(new AbortController().signal, tokenMs, async () => signed(await auth.getClient()))
    } catch (error) {
      forget()
      throw new CredentialsError(error)
    }
  }
  return { client: Object.assign(new PassThroughClient(), { getRequestHeaders }), forget }
}

/** Google's library takes any answer for a token: it signs with "undefined", or trips over what is no object. */
async function signed(client: AuthClient): Promise<Headers> {
  const headers = await client.getRequestHeaders().catch((error: unknown) => {
    throw error instanceof TypeError ? new NoToken() : error
  })
  if (!/^Bearer (?!undefined$|null$)\S+$/.test(headers.get('authorization') ?? '')) throw new NoToken()
  return headers
}
