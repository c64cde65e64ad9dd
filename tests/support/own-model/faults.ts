/** How a server of own models can go wrong, or merely be different. */
export const habits = [
  '400',
  '401',
  '403',
  '404-model',
  '404-path',
  '429',
  '429-date',
  '429-credit',
  '500',
  '503',
  'memory',
  'too-long',
  'moved',
  'hang',
  'drop',
  'cut',
  'broken-off',
  'stops',
  'truncated',
  'length',
  'endless',
  'invalid',
  'overlong',
  'prose',
  'garbage',
  'page',
  'empty',
  'refusal',
  'filtered',
  'whole',
  'fenced',
  'think-tags',
  'think-end',
  'think-last',
  'reasoning',
  'left-open',
  'blank-reasons',
] as const
export type Habit = (typeof habits)[number]

export type ServerFault = { status: number; headers?: Record<string, string>; body: unknown }

const said = (status: number, message: string, code: string | null = null): ServerFault => ({
  status,
  body: { error: { message, type: 'invalid_request_error', code } },
})

/** The answers with an error, each as one of the servers is known to word it. */
export function faultOf(habit: Habit, model: string): ServerFault | null {
  switch (habit) {
    case '400':
      return said(400, 'Invalid value for: temperature.')
    case '401':
      return said(401, 'Incorrect API key provided: sk-own-0123456789.', 'invalid_api_key')
    case '403':
      return { status: 403, body: { detail: 'Forbidden' } }
    case '404-model':
      // vLLM
      return { status: 404, body: { object: 'error', message: `The model \`${model}\` does not exist.`, code: 404 } }
    case '404-path':
      return { status: 404, body: '404 page not found' }
    case '429':
      return { ...said(429, 'Too many requests.'), headers: { 'retry-after': '1' } }
    case '429-date':
      return {
        ...said(429, 'Too many requests.'),
        headers: { date: 'Wed, 25 Nov 2026 20:00:00 GMT', 'retry-after': 'Wed, 25 Nov 2026 20:01:30 GMT' },
      }
    case '429-credit':
      return said(429, 'You exceeded your current quota, please check your plan.', 'insufficient_quota')
    case '500':
      return { status: 500, body: { error: 'llama runner process has terminated' } }
    case '503':
      return { ...said(503, 'Loading model'), headers: { 'retry-after': '2' } }
    case 'memory':
      // Ollama
      return said(500, 'model requires more system memory (12.6 GiB) than is available (7.1 GiB)')
    case 'too-long':
      return said(400, "This model's maximum context length is 4096 tokens.", 'context_length_exceeded')
    case 'moved':
      return { status: 301, headers: { location: 'https://elsewhere.example/v1' }, body: '' }
    default:
      return null
  }
}
