import type { z } from 'zod'
import type { Caller } from '../domain/caller.ts'
import { AppError } from '../domain/errors.ts'
import type { Unfold } from '../domain/room.ts'
import { callerOf } from './auth.ts'
import { readJson, readJsonIfAny, refuseForms } from './body.ts'
import { parseInput } from './input.ts'
import { apiHeaders, isBug, problemResponse } from './problem.ts'

type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS'
type Params = Record<string, string | string[] | undefined>

/** A route handler as Next calls it. */
export type RouteHandler = (request: Request, context: { params: Promise<Params> }) => Promise<Response>

type Arrived = { request: Request; params: Params; room: Unfold; caller: Caller }

/** One method of one route, its input still unread. Made by `call`. */
export type Call = (arrived: Arrived) => Promise<Response>

type Shape<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = {
  /** Of the path. What does not match does not exist: 404. */
  params?: P
  /** Of the query, empty values left out. */
  query?: Q
  /** Of the JSON body. Without it, a body is not read. */
  body?: B
  /** The body is a file: `run` reads it. */
  raw?: true
  /** It may be left out, which is an empty object. */
  bodyMayBeMissing?: true
  run(input: {
    request: Request
    room: Unfold
    caller: Caller
    params: z.output<P>
    query: z.output<Q>
    body: z.output<B>
  }): Response | Promise<Response>
}

/** Describes one method: schemas of what comes in, and what to do with it. Input of a part without a schema is `unknown`. */
export function call<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(shape: Shape<P, Q, B>): Call {
  return async ({ request, params, room, caller }) =>
    shape.run({
      request,
      room,
      caller,
      params: readParams(shape.params, params),
      query: readQuery(shape.query, request.url),
      body: await readBody(shape, request),
    })
}

/**
 * The handlers of one path for every method of HTTP: those of `calls`, HEAD as GET without the bytes, OPTIONS, and 405 with Allow for the
 * rest. Each looks at the address first, then parses, runs, and answers every failure as problem+json. Bugs are logged once.
 */
export function route(
  open: () => Unfold,
  calls: Partial<Record<Exclude<Method, 'HEAD' | 'OPTIONS'>, Call>>,
): Record<Method, RouteHandler> {
  const allow = allowed(Object.keys(calls))
  const refuse: Call = ({ request }) => {
    const detail = `This address takes ${allow}, not ${request.method}.`
    return Promise.reject(new AppError('method_not_allowed', { detail, headers: { allow } }))
  }
  const answer =
    (run: Call): RouteHandler =>
    async (request, context) => {
      try {
        const room = open()
        const caller = callerOf(request, room.hosts)
        return finish(await run({ request, params: await context.params, room, caller }), request.method)
      } catch (error) {
        if (isBug(error) && !request.signal.aborted) console.error(error)
        return finish(problemResponse(error), request.method)
      }
    }
  return {
    GET: answer(calls.GET ?? refuse),
    HEAD: answer(calls.GET ?? refuse),
    POST: answer(calls.POST ?? refuse),
    PUT: answer(calls.PUT ?? refuse),
    PATCH: answer(calls.PATCH ?? refuse),
    DELETE: answer(calls.DELETE ?? refuse),
    OPTIONS: answer(() => Promise.resolve(new Response(null, { status: 204, headers: { allow } }))),
  }
}

/** The handlers of a path where nothing stands: 404 for every method. */
export function nowhere(open: () => Unfold): Record<Method, RouteHandler> {
  const missing: Call = () => Promise.reject(new AppError('not_found', { detail: 'There is nothing at this address.' }))
  const all = route(open, { GET: missing, POST: missing, PUT: missing, PATCH: missing, DELETE: missing })
  return { ...all, OPTIONS: all.GET }
}

/** A JSON answer. */
export function json(value: unknown, init: ResponseInit = {}): Response {
  return Response.json(value, init)
}

function allowed(methods: readonly string[]): string {
  return [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ')
}

async function finish(response: Response, method: string): Promise<Response> {
  for (const [name, value] of Object.entries(apiHeaders)) {
    if (!response.headers.has(name)) response.headers.set(name, value)
  }
  if (method !== 'HEAD') return response
  await response.body?.cancel()
  return new Response(null, { status: response.status, headers: response.headers })
}

function readParams<P extends z.ZodType>(schema: P | undefined, params: Params): z.output<P>
function readParams(schema: z.ZodType | undefined, params: Params): unknown {
  if (!schema) return undefined
  const parsed = schema.safeParse(params)
  if (!parsed.success) throw new AppError('not_found', { detail: 'There is nothing with this id.' })
  return parsed.data
}

function readQuery<Q extends z.ZodType>(schema: Q | undefined, url: string): z.output<Q>
function readQuery(schema: z.ZodType | undefined, url: string): unknown {
  if (!schema) return undefined
  return parseInput(schema, Object.fromEntries([...new URL(url).searchParams].filter(([, value]) => value !== '')))
}

type Body<B> = { body?: B; bodyMayBeMissing?: true; raw?: true }

async function readBody<B extends z.ZodType>(shape: Body<B>, request: Request): Promise<z.output<B>>
async function readBody({ body, bodyMayBeMissing, raw }: Body<z.ZodType>, request: Request): Promise<unknown> {
  if (raw) return undefined
  if (body) return parseInput(body, await (bodyMayBeMissing ? readJsonIfAny(request) : readJson(request)))
  await refuseForms(request)
  return undefined
}
