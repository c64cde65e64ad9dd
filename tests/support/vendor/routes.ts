import type { Content } from './content.ts'
import type { VendorKind } from './script.ts'

/** What a request asks for. `id` names a film; `cloud` says that it came by a path of Vertex AI. */
export type Asked = {
  kind: VendorKind
  model: string
  id: string
  streams: boolean
  action: 'cancel' | null
  cloud: boolean
}

const plain = { model: '', id: '', streams: false, action: null, cloud: false } as const

/** Null for what the vendor does not serve. */
export function routeOf(method: string, path: string, body: string): Asked | null {
  if (path === '/token' && method === 'POST') return { ...plain, kind: 'token' }
  return path.startsWith('/v1beta1/') ? byProject(method, path, body) : byKey(method, path, body)
}

function byKey(method: string, path: string, body: string): Asked | null {
  const generated = /^\/v1beta\/models\/([^/]+):(generateContent|streamGenerateContent)$/.exec(path)
  if (generated && method === 'POST') {
    const [, model = '', verb] = generated
    return { ...plain, kind: kindOf(body), model, streams: verb === 'streamGenerateContent' }
  }
  if (path === '/v1beta/models' && method === 'GET') return { ...plain, kind: 'models' }
  const interaction = /^\/v1beta\/interactions(?:\/([^/]+))?(\/cancel)?$/.exec(path)
  if (interaction) {
    const [, id, cancel] = interaction
    if (id === undefined) return { ...plain, kind: 'video', model: parsed(body).model ?? '' }
    return { ...plain, kind: 'poll', id: decodeURIComponent(id), action: cancel === undefined ? null : 'cancel' }
  }
  const download = /^\/v1beta\/files\/([\w-]+):download$/.exec(path)
  return download ? { ...plain, kind: 'file', id: download[1] ?? '' } : null
}

const resource = /^\/v1beta1\/(projects\/[^/]+\/locations\/[^/]+\/publishers\/google\/models\/([^/:]+)):(\w+)$/

function byProject(method: string, path: string, body: string): Asked | null {
  const [, name = '', model = '', verb = ''] = resource.exec(path) ?? []
  const asked = { ...plain, model, cloud: true }
  if (method !== 'POST') return null
  switch (verb) {
    case 'generateContent':
    case 'streamGenerateContent':
      return { ...asked, kind: kindOf(body), streams: verb === 'streamGenerateContent' }
    case 'countTokens':
      return { ...asked, kind: 'models' }
    case 'predictLongRunning':
      return { ...asked, kind: 'video', id: name }
    case 'fetchPredictOperation':
      return { ...asked, kind: 'poll', id: parsed(body).operationName ?? '' }
    default:
      return null
  }
}

function kindOf(body: string): 'image' | 'analysis' | 'text' | 'critic' {
  const { responseModalities, responseJsonSchema } = parsed(body).generationConfig ?? {}
  if (responseModalities?.includes('IMAGE')) return 'image'
  if (responseJsonSchema?.properties?.sendBack) return 'critic'
  return responseJsonSchema?.properties?.angles ? 'analysis' : 'text'
}

export const parsed = (body: string): Content => (body === '' ? {} : JSON.parse(body))
