import type { RequestedFallback } from '#domain/request'
import { FALLBACK_CONTROLS } from '#domain/request'
import { invalid, isObject, textsOrNull } from './controls-members.ts'

/** A list that stands somewhere in a request, with its path. */
type Lists = Readonly<Record<RequestedFallback['control'], unknown>>

/** The first of the lists that a request can bring counts; the others are listed warnings. Throws `invalid_body`. */
export function readFallback(values: Lists, warnings: string[]): RequestedFallback | null {
  let first: RequestedFallback | null = null
  for (const control of FALLBACK_CONTROLS) {
    const list = READERS[control](values[control], control)
    if (list === null) continue
    if (first === null) first = { list, control }
    else warnings.push(`${control} is ignored: ${first.control} counts`)
  }
  return first
}

type Reader = (value: unknown, path: string) => readonly string[] | null

const READERS: Readonly<Record<RequestedFallback['control'], Reader>> = {
  'backstay.chain': oneName,
  'backstay.fallback': anyForm,
  'provider.fallback': anyForm,
  'models': listOfModels,
  'providerOptions.gateway.models': listOfModels,
  'fallbacks': listOfObjects,
}

const FALLBACK_FORMS = 'must be a list of model names, one model name, true or false'

/** `true` asks for what is configured, `false` for no fallback, a string is a list of one. */
function anyForm(value: unknown, path: string): readonly string[] | null {
  if (value === undefined || value === null || value === true) return null
  if (value === false) return []
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return textsOrNull(value, path, 'model names')
  throw invalid(path, FALLBACK_FORMS)
}

function listOfModels(value: unknown, path: string): readonly string[] | null {
  return textsOrNull(value, path, 'model names')
}

function oneName(value: unknown, path: string): readonly string[] | null {
  if (value === undefined || value === null) return null
  if (typeof value === 'string' && value !== '') return [value]
  throw invalid(path, 'must be the name of a chain')
}

/** Entries such as `{"model": "gpt-4o"}`; plain names are taken too. */
function listOfObjects(value: unknown, path: string): readonly string[] | null {
  if (value === undefined || value === null) return null
  if (!Array.isArray(value)) throw invalid(path, 'must be a list of objects with a model')
  const names = value.map((entry: unknown, index) => {
    const model = isObject(entry) ? entry['model'] : entry
    if (typeof model === 'string') return model
    throw invalid(`${path}[${index}]`, 'must be an object whose `model` is a name')
  })
  return textsOrNull(names, path)
}
