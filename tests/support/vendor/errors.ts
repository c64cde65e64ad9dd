import type { Misbehaviour, VendorKind } from './script.ts'

export type VendorFault = { status: number; body: unknown }

const google = (status: number, name: string, message: string, details: unknown[] = []): VendorFault => ({
  status,
  body: { error: { code: status, message, status: name, details } },
})

const quota = (quotaId: string, message: string, retryDelay: string): VendorFault =>
  google(429, 'RESOURCE_EXHAUSTED', message, [
    {
      '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
      violations: [{ quotaMetric: 'generativelanguage.googleapis.com/generate_requests', quotaId }],
    },
    { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay },
  ])

type Asked = { kind: VendorKind; model: string; key: string }

/** The bodies that Google sends with an error, as public bug reports quote them. The interactions API has a shape of its own. */
export function faultOf(misbehaviour: Misbehaviour, { kind, model, key }: Asked): VendorFault | null {
  switch (misbehaviour) {
    case '400':
      if (kind === 'video' || kind === 'poll') {
        return {
          status: 400,
          body: { error: { message: 'Request contains an invalid argument.', code: 'invalid_request' } },
        }
      }
      return google(400, 'INVALID_ARGUMENT', 'Request contains an invalid argument.')
    case 'bad-key':
      return google(400, 'INVALID_ARGUMENT', 'API key not valid. Please pass a valid API key.', [
        { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'API_KEY_INVALID', domain: 'googleapis.com' },
      ])
    case '401':
      return google(401, 'UNAUTHENTICATED', 'Request had invalid authentication credentials.')
    case '403':
      return google(403, 'PERMISSION_DENIED', 'The caller does not have permission')
    case 'suspended-key':
      return google(403, 'PERMISSION_DENIED', `Permission denied: Consumer 'api_key:${key}' has been suspended.`, [
        { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'CONSUMER_SUSPENDED' },
      ])
    case '404':
      return google(
        404,
        'NOT_FOUND',
        `models/${model} is not found for API version v1beta, or is not supported for generateContent.`,
      )
    case '429-minute':
      return quota('GenerateRequestsPerMinutePerProjectPerModel', 'You exceeded your current quota.', '34.074824224s')
    case '429-day':
      return quota('GenerateRequestsPerDayPerProjectPerModel-FreeTier', 'You exceeded your current quota.', '41s')
    case '429-plan':
      return quota(
        'GenerateRequestsPerDayPerProjectPerModel-FreeTier',
        `You exceeded your current quota. Quota exceeded for metric: generate_content_free_tier_requests, limit: 0, model: ${model}`,
        '41s',
      )
    case '500':
      return google(500, 'INTERNAL', 'An internal error has occurred.')
    case '503':
      return google(503, 'UNAVAILABLE', 'The model is overloaded. Please try again later.')
    case 'forgotten':
      return google(404, 'NOT_FOUND', 'Interaction not found.')
    case 'expired':
      return google(403, 'PERMISSION_DENIED', 'You do not have permission to access the File or it may not exist.')
    default:
      return null
  }
}
