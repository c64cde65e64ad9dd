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

/** `path` is that of Vertex AI, null for what is asked with a key. */
type Asked = { kind: VendorKind; model: string; key: string; path: string | null }

/** Vertex AI names what it refuses by the whole path, and the reason of it in a detail. */
function cloudFaultOf(misbehaviour: Misbehaviour, path: string): VendorFault | null {
  const [, project = '', resource = ''] = /^\/v1beta1\/(projects\/[^/]+)(\/[^:]+)/.exec(path) ?? []
  const refused = (reason: string, message: string): VendorFault =>
    google(403, 'PERMISSION_DENIED', message, [
      { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason, domain: 'googleapis.com' },
    ])
  switch (misbehaviour) {
    case '401':
      return google(
        401,
        'UNAUTHENTICATED',
        'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.',
        [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'ACCESS_TOKEN_EXPIRED' }],
      )
    case '403':
      return refused(
        'IAM_PERMISSION_DENIED',
        `Permission 'aiplatform.endpoints.predict' denied on resource '//aiplatform.googleapis.com/${project}${resource}' (or it may not exist).`,
      )
    case 'api-disabled':
      return refused(
        'SERVICE_DISABLED',
        `Vertex AI API has not been used in ${project} before or it is disabled. Enable it and retry.`,
      )
    case 'no-project':
      return refused('CONSUMER_INVALID', `Permission denied on resource project ${project}.`)
    case 'no-billing':
      return refused('BILLING_DISABLED', `This API method requires billing to be enabled. Enable it on ${project}.`)
    case 'no-scope':
      return refused('ACCESS_TOKEN_SCOPE_INSUFFICIENT', 'Request had insufficient authentication scopes.')
    case 'no-free-tier':
      return google(400, 'FAILED_PRECONDITION', 'This model needs billing: there is no free tier.')
    case 'org-policy':
      return google(
        400,
        'FAILED_PRECONDITION',
        'Organization Policy constraint `constraints/vertexai.allowedModels` violated: a model that is not allowed.',
      )
    case '404':
      return google(
        404,
        'NOT_FOUND',
        `Publisher Model \`${project}${resource}\` was not found or your project does not have access to it.`,
      )
    case 'forgotten':
      return google(404, 'NOT_FOUND', 'The operation does not exist.')
    case '400':
      return google(400, 'INVALID_ARGUMENT', 'Request contains an invalid argument.')
    case '429-minute':
      return google(429, 'RESOURCE_EXHAUSTED', 'Resource exhausted. Please try again later.')
    default:
      return null
  }
}

/** The bodies that Google sends with an error, as public bug reports quote them. The interactions API has a shape of its own. */
export function faultOf(misbehaviour: Misbehaviour, { kind, model, key, path }: Asked): VendorFault | null {
  if (misbehaviour === 'blocked' && kind === 'video')
    return google(400, 'INVALID_ARGUMENT', "The prompt could not be submitted: it violates Google's usage guidelines.")
  const ofCloud = path === null ? null : cloudFaultOf(misbehaviour, path)
  if (ofCloud) return ofCloud
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
    case '429-hour':
      return quota('GenerateRequestsPerHourPerProjectPerModel', 'You exceeded your current quota.', '3600s')
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
    case '504':
      return google(504, 'DEADLINE_EXCEEDED', 'Deadline expired before operation could complete.')
    case 'forgotten':
      return google(404, 'NOT_FOUND', 'Interaction not found.')
    case 'expired':
      return google(403, 'PERMISSION_DENIED', 'You do not have permission to access the File or it may not exist.')
    default:
      return null
  }
}
