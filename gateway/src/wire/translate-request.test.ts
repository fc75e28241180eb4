import { describe, expect, it } from 'vitest'
import type { CanonicalPart, CanonicalRequest, DialectId } from './canonical.ts'
import { CLIENT_CODECS, PROVIDER_CODECS } from './codecs.ts'
import { CONVERSATIONS, EXAMPLE } from './example-conversations.ts'
import { asObject, parseJson } from './json-read.ts'

const TARGET = { upstreamModel: 'm', vendor: 'openai', maxOutputTokens: null } as const
const TARGETS = PROVIDER_CODECS.filter((one) => CLIENT_CODECS.some(({ id }) => id === one.id))
const READERS = new Map<DialectId, (typeof CLIENT_CODECS)[number]>(CLIENT_CODECS.map((one) => [one.id, one]))

function translated(
  client: (typeof CLIENT_CODECS)[number],
  provider: (typeof PROVIDER_CODECS)[number],
  changes: Partial<CanonicalRequest> = {},
): { body: unknown; again: CanonicalRequest; losses: readonly string[] } {
  const { value: request } = client.decodeRequest(CONVERSATIONS[client.id] ?? {})
  const { value, losses } = provider.encodeRequest({ ...request, ...changes }, TARGET)
  const body: unknown = JSON.parse(JSON.stringify(value))
  const reader = READERS.get(provider.id)
  if (reader === undefined) throw new Error(`nothing reads ${provider.id}`)
  return { body, again: reader.decodeRequest(asObject(body) ?? {}).value, losses }
}

function partsOf(request: CanonicalRequest, role: string): readonly CanonicalPart[] {
  return request.messages.flatMap((message) => (message.role === role ? message.parts : []))
}

function textsOf(request: CanonicalRequest, role: string): readonly string[] {
  return partsOf(request, role).flatMap((part) =>
    part.kind === 'text' && part.text !== '' ? [part.text] : [],
  )
}

/** Results by what they were asked: the city of the call with the same id. */
function results(request: CanonicalRequest): Readonly<Record<string, string>> {
  const calls = partsOf(request, 'assistant').filter((part) => part.kind === 'tool_call')
  expect(new Set(calls.map(({ id }) => id)).size).toBe(calls.length)
  const answers = partsOf(request, 'tool').filter((part) => part.kind === 'tool_result')
  return Object.fromEntries(
    answers.map(({ callId, name, content }) => {
      const call = calls.find(({ id }) => id === callId)
      expect(name).toBe(call?.name)
      const [text] = content
      return [call?.arguments ?? 'no call', text?.kind === 'text' ? text.text : '']
    }),
  )
}

function nulls(value: unknown, path = '$'): readonly string[] {
  if (value === null) return [path]
  if (typeof value !== 'object') return []
  return Object.entries(value).flatMap(([name, inner]) => nulls(inner, `${path}.${name}`))
}

describe.each(CLIENT_CODECS.map((one) => [one.id, one] as const))('a conversation of %s', (from, client) => {
  it.each(TARGETS.map((one) => [one.id, one] as const))(
    'says the same to a provider of %s',
    (_, provider) => {
      const { body, again } = translated(client, provider)
      expect(textsOf(again, 'system')).toEqual(['S1'])
      expect(textsOf(again, 'user')).toEqual(['U1', 'U2'])
      expect(textsOf(again, 'assistant')).toEqual(['A1'])
      expect(results(again)).toEqual({ '{"city":"Oslo"}': 'R1', '{"city":"Rome"}': 'R2' })
      const files = partsOf(again, 'user').flatMap((part) => (part.kind === 'file' ? [part] : []))
      expect(files.map(({ source }) => (source.kind === 'base64' ? source.data : 'elsewhere'))).toEqual([
        EXAMPLE.png,
        'elsewhere',
        EXAMPLE.pdf,
      ])
      expect(JSON.stringify(body)).toContain(EXAMPLE.imageUrl)
      expect(again.tools).toMatchObject([
        { name: 'weather', description: 'D', parameters: EXAMPLE.schema as never },
      ])
      expect(again.toolChoice).toEqual({ kind: 'required' })
      expect(again.format).toMatchObject({ kind: 'json_schema', schema: EXAMPLE.schema as never })
      expect(again.maxOutputTokens).toBe(500)
      expect(again.temperature).toBe(0.5)
      const mayBeNull = /\.content$|\.encrypted_content$/u
      expect(nulls(body).filter((path) => !mayBeNull.test(path))).toEqual([])
    },
  )

  it.each(TARGETS.map((one) => [one.id, one] as const))(
    'loses nothing without a word on its way to %s, and tells nothing of its content',
    (to, provider) => {
      const { again, losses } = translated(client, provider)
      const { value: request } = client.decodeRequest(CONVERSATIONS[client.id] ?? {})
      const told = losses.join('\n')
      expect(told).not.toMatch(/secret|Oslo|Rome|S1|U1|A1|R1|T1|SIGNATURE|ENCRYPTED|REDACTED|x{9}/u)
      if (from === to) return
      for (const name of Object.keys(request.rest)) expect(told).toContain(name)
      if (request.stop.length > again.stop.length) expect(told).toContain('stop')
      const failed = (one: CanonicalRequest): boolean =>
        partsOf(one, 'tool').some((part) => part.kind === 'tool_result' && part.failed === true)
      if (failed(request) && !failed(again)) expect(told).toContain('that a tool failed')
      const thoughts = partsOf(request, 'assistant').some(({ kind }) => kind === 'reasoning')
      if (thoughts) expect(told).toContain('earlier reasoning')
    },
  )

  it('keeps its signatures where it goes through the canonical form to its own dialect', () => {
    const provider = PROVIDER_CODECS.find(({ id }) => id === from)
    if (provider === undefined) throw new Error('not spoken by providers')
    const { body } = translated(client, provider)
    const signs = /SIGNATURE(?:-\d)?|ENCRYPTED|REDACTED/gu
    const given = JSON.stringify(CONVERSATIONS[client.id]).match(signs)
    expect(JSON.stringify(body).match(signs)).toEqual(given)
  })
})

it('gives calls no longer ids than OpenAI takes', () => {
  for (const client of CLIENT_CODECS) {
    const { again } = translated(client, PROVIDER_CODECS[0])
    for (const part of partsOf(again, 'assistant')) {
      if (part.kind === 'tool_call') expect(part.id.length).toBeLessThanOrEqual(40)
    }
  }
})

interface Turn {
  readonly role: string
  readonly content?: readonly { readonly type: string }[]
}

const anthropic = PROVIDER_CODECS.find(({ id }) => id === 'anthropic-messages')
const chat = CLIENT_CODECS.find(({ id }) => id === 'openai-chat')

/** Messages of a Chat Completions request as Anthropic gets them. */
function toAnthropic(members: Readonly<Record<string, unknown>>, upstreamModel = 'claude-sonnet-4-5') {
  if (anthropic === undefined || chat === undefined) throw new Error('not there')
  const { value } = chat.decodeRequest(members)
  const target = { upstreamModel, vendor: 'anthropic', maxOutputTokens: 64_000 } as const
  const { value: body, losses } = anthropic.encodeRequest(value, target)
  const { messages, thinking } = asObject(parseJson(JSON.stringify(body))) ?? {}
  return { turns: messages as readonly Turn[], thinking, losses, body: asObject(body) ?? {} }
}

const CALL = { id: 'a', type: 'function', function: { name: 'f', arguments: '{}' } }

describe('a request for Anthropic', () => {
  it('has turns that alternate, also where a message between them has nothing to say', () => {
    const { turns } = toAnthropic({
      messages: [
        { role: 'user', content: 'a' },
        { role: 'assistant', content: ' ' },
        { role: 'user', content: 'b' },
      ],
    })
    expect(turns.map(({ role }) => role)).toEqual(['user'])
  })

  it('has the results of tools before what the user says to them', () => {
    const { turns } = toAnthropic({
      messages: [
        { role: 'user', content: 'a' },
        { role: 'assistant', tool_calls: [CALL] },
        { role: 'user', content: 'b' },
        { role: 'tool', tool_call_id: 'a', content: 'c' },
      ],
    })
    expect(turns.at(-1)?.content?.map(({ type }) => type)).toEqual(['tool_result', 'text'])
  })

  it.each([
    ['a tool has to be called', { tool_choice: 'required', messages: [{ role: 'user', content: 'a' }] }],
    [
      'tools are at work and the thought before is not at hand',
      {
        messages: [
          { role: 'user', content: 'a' },
          { role: 'assistant', tool_calls: [CALL] },
          { role: 'tool', tool_call_id: 'a', content: 'c' },
        ],
      },
    ],
  ])('asks for no thought where %s', (_, members) => {
    const tools = [{ type: 'function', function: { name: 'f' } }]
    const { thinking, losses } = toAnthropic({ ...members, tools, reasoning_effort: 'high', max_tokens: 100 })
    expect(thinking).toBe(undefined)
    expect(losses.join()).toContain('thinking is left out')
    expect(
      toAnthropic({ messages: [{ role: 'user', content: 'a' }], reasoning_effort: 'high' }).thinking,
    ).toBeDefined()
  })

  it('has one of temperature and top_p', () => {
    const { body, losses } = toAnthropic({
      messages: [{ role: 'user', content: 'a' }],
      temperature: 0.2,
      top_p: 0.9,
    })
    expect([body['temperature'], body['top_p']]).toEqual([0.2, undefined])
    expect(losses.join()).toContain('top_p')
  })
})
