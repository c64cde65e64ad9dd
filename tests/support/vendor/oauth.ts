import { randomUUID } from 'node:crypto'
import type { Misbehaviour } from './script.ts'

const grants: ReadonlySet<string> = new Set([
  'urn:ietf:params:oauth:grant-type:jwt-bearer',
  'urn:ietf:params:oauth:grant-type:token-exchange',
  'refresh_token',
])

/** Where credentials are changed for tokens, as oauth2.googleapis.com and sts.googleapis.com do it. */
export function createTokens() {
  const issued = new Set<string>()
  return {
    isTaken: (authorization: string): boolean => issued.has(authorization.replace(/^Bearer /, '')),
    answer(body: string, fate: Misbehaviour | null, seconds: number): { status: number; body: unknown } {
      if (fate === 'invalid-grant')
        return refusal('invalid_grant', 'Token has been expired or revoked: reauthentication is needed.')
      if (!grants.has(new URLSearchParams(body).get('grant_type') ?? ''))
        return refusal('unsupported_grant_type', 'Invalid grant_type.')
      const token = `ya29.vendor-${randomUUID()}`
      issued.add(token)
      const about = { issued_token_type: 'urn:ietf:params:oauth:token-type:access_token', token_type: 'Bearer' }
      return { status: 200, body: { access_token: token, expires_in: seconds, ...about } }
    },
  }
}

const refusal = (error: string, description: string) => ({
  status: 400,
  body: { error, error_description: description },
})
