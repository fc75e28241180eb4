import assert from 'node:assert/strict'
import fc from 'fast-check'
import { controlMembersOf, readControls } from '#accept/controls'
import { parseObject } from '#accept/parse-object'
import { GatewayError } from '#domain/errors'
import { compileTriggers } from '#run/compile-triggers'
import { CLIENT_CODECS, PROVIDER_CODECS } from '#wire/codecs'
import { compileEdits, editJson } from '#wire/json-edit'
import type { Spoil } from '../spoil.ts'
import { spoil, spoils } from '../spoil.ts'
import { target } from '../target.ts'
import { jsonValue, REQUESTS } from '../words.ts'

interface Input {
  readonly base: number
  /** Members that are put in, whatever was there. */
  readonly members: readonly (readonly [string, unknown])[]
  readonly spoils: readonly Spoil[]
  readonly client: number
}

const MEMBERS = [
  'model',
  'messages',
  'stream',
  'tools',
  'tool_choice',
  'response_format',
  'stop',
  'max_tokens',
  'input',
  'contents',
  'system',
  'provider',
  'backstay',
  'models',
  'fallbacks',
  'providerOptions',
  'session_id',
  'model_routing_config',
  'stream_options',
  'n',
  'metadata',
  '__proto__',
  'constructor',
  'généré',
]
const TARGET = { upstreamModel: 'm', vendor: 'other', maxOutputTokens: 100 } as const
const EDITS = compileEdits({ set: { model: 'upstream' }, setIfAbsent: { user: 'x' } })

/** The body of a request, in any dialect. */
export const request = target<Input>({
  name: 'bodies of requests',
  share: 30,
  inputs: fc.record({
    base: fc.nat(REQUESTS.length - 1),
    members: fc.array(fc.tuple(fc.constantFrom(...MEMBERS), jsonValue), { maxLength: 4 }),
    spoils: fc.oneof(fc.constant([]), spoils),
    client: fc.nat(CLIENT_CODECS.length - 1),
  }),
  check: ({ base, members, spoils: changes, client }) => {
    const entries = [...Object.entries(REQUESTS[base % REQUESTS.length] ?? {}), ...members]
    const text = `{${entries.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`
    const bytes = spoil(Buffer.from(text), changes)
    const body = refusedOr(() => parseObject(bytes))
    if (body === null) return
    const warnings: string[] = []
    refusedOr(() => readControls(body, controlMembersOf(body), { requested: 'm', compileTriggers, warnings }))
    for (const warning of warnings) assert.ok(warning.length < 2_000, 'a warning without end')
    const edited = JSON.parse(Buffer.from(editJson(bytes, EDITS)).toString()) as { readonly model: unknown }
    assert.equal(edited.model, 'upstream', 'the upstream name was not put in')
    const codec = CLIENT_CODECS[client % CLIENT_CODECS.length] ?? CLIENT_CODECS[0]
    const read = codec.readFacts(body, codec.id === 'gemini' ? { model: 'm', streamed: true } : null)
    if (read.kind === 'invalid') {
      assert.ok(read.message !== '', 'a refusal that says nothing')
      return
    }
    const { value: canonical } = codec.decodeRequest(body)
    for (const provider of PROVIDER_CODECS) {
      const { value, losses } = provider.encodeRequest(canonical, TARGET)
      assert.equal(typeof JSON.stringify(value), 'string')
      for (const loss of losses) assert.ok(loss.length < 250, 'a loss without end')
    }
  },
})

/** `null` where it was refused as bad input is; anything else that is thrown is a bug. */
function refusedOr<T>(work: () => T): T | null {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error
    assert.notEqual(error.code, 'internal_error')
    return null
  }
}
