import type { Analysis } from '../../domain/analysis.ts'
import type { AnalysisRequest, CallContext } from '../../domain/provider.ts'
import { loadOf } from '../../domain/upload.ts'
import { analysisAnswerSchema, checkAnalysis, mendAnalysis, toAnalysis } from './analysis-answer.ts'
import type { Model } from './ask-json.ts'
import { analysisPrompt, analysisSystem } from './prompts/analysis-prompt.ts'
import { strayProblems, withSourcesOnly } from './settle-analysis.ts'
import type { JsonPath } from './string-stream.ts'
import { addressesOf, sourcesOf, wordsIn } from './strays.ts'

/** Which part of the analysis a string belongs to, and what stands before its first letter. */
function partOf([field, second, third]: JsonPath): { part: string; before: string } | null {
  const separated = (at: unknown, between: string): string => (at === 0 ? '' : between)
  switch (field) {
    case 'summary':
    case 'audience':
      return { part: `analysis.${field}`, before: '' }
    case 'valuePropositions':
      return { part: 'analysis.valuePropositions', before: separated(second, '\n') }
    case 'voice':
      if (second === 'do') return { part: 'analysis.voice', before: third === 0 ? 'Do: ' : ' ' }
      return second === 'dont' ? { part: 'analysis.voice', before: third === 0 ? '\nDon’t: ' : ', ' } : null
    case 'visualDirection':
      return second === 'mood' ? { part: 'analysis.mood', before: '' } : null
    case 'angles':
      return third === 'title' ? { part: 'analysis.angles', before: separated(second, '\n') } : null
    default:
      return null
  }
}

/** Says the parts of an analysis while they are written, with what belongs between them. */
export function sayAnalysis(call: Pick<CallContext, 'say'>): (path: JsonPath, text: string) => void {
  let last = ''
  return (path, text) => {
    const found = partOf(path)
    if (!found) return
    const here = path.join('.')
    call.say(found.part, here === last ? text : found.before + text)
    last = here
  }
}

/**
 * Reads the brief with a model, and the page of its website and its files as material. Every claim of the answer is to stand in one of them; addresses and
 * accounts that do not are dropped, and, when there is a page or a file, so is what else it names and they do not.
 */
export async function analyze(model: Model, request: AnalysisRequest, call: CallContext): Promise<Analysis> {
  call.report({ message: `${model.name} is reading the brief` })
  const { website, uploads = [] } = request
  const { brief } = request
  // What the person who has it made again asks for is as good as the brief.
  const wish = call.instruction === undefined ? [] : [call.instruction]
  const isAlone = !website && uploads.length === 0
  const sources = isAlone ? addressesOf(brief, wish) : sourcesOf(brief, website, [...wish, ...wordsIn(uploads)])
  const files = uploads.flatMap(({ mime, data }) => (data ? [{ mime, data }] : []))
  const answer = await model.ask(
    {
      kind: 'analysis',
      system: analysisSystem(request.brief.language),
      prompt: analysisPrompt(request, call.instruction),
      ...(files.length > 0 && { files }),
      load: loadOf(uploads),
      schema: analysisAnswerSchema(request.posts.length),
      check: (given) => [...checkAnalysis(given, request), ...strayProblems(given, sources)],
      onText: sayAnalysis(call),
    },
    call,
    // A post that is left out is found where results are looked at.
    (given) => withSourcesOnly(mendAnalysis(given, request), sources, website?.name ?? null),
  )
  return toAnalysis(answer, request)
}
