import { createHash, createHmac } from 'node:crypto'
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import Anthropic from '@anthropic-ai/sdk'
import { LLMock } from '@copilotkit/aimock'
import { GoogleGenAI } from '@google/genai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Backstay } from './start-backstay.ts'
import { KEY, startBackstay } from './start-backstay.ts'

const TEXT = 'The quick brown fox jumps over the lazy dog. ☃'
const [KEY_ID, SECRET, SESSION] = [
  'AKIAEXAMPLEKEY000001',
  'secret/of+aws/00000000000000000000000001',
  'session:token',
]

interface Seen {
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

let mock: LLMock
let front: Server
let metadata: Server
let backstay: Backstay
let tokens = 0
const seen: Seen[] = []

/** Keeps what it is sent and hands it on to the mock. */
async function handOn(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const body = Buffer.concat(chunks)
  const { url = '', headers } = request
  seen.push({ url, headers, body })
  if (url.includes('/publishers/anthropic/')) {
    answerAsClaude(response, JSON.parse(body.toString()) as { stream?: boolean })
    return
  }
  if (url.includes('limited')) {
    const type = 'com.amazonaws#ThrottlingException:http://internal.amazon.com/'
    response.writeHead(429, { 'x-amzn-errortype': type }).end('{"message":"Too many requests"}')
    return
  }
  const passed = await fetch(`${mock.url}${url}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  })
  response.writeHead(passed.status, { 'content-type': passed.headers.get('content-type') ?? '' })
  response.end(Buffer.from(await passed.arrayBuffer()))
}

function answerAsClaude(response: ServerResponse, { stream = false }: { stream?: boolean }): void {
  const usage = { input_tokens: 3, output_tokens: 5 }
  const message = {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'claude',
    usage,
    stop_sequence: null,
  }
  if (!stream) {
    const content = [{ type: 'text', text: TEXT }]
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ ...message, content, stop_reason: 'end_turn' }))
    return
  }
  const events = [
    { type: 'message_start', message: { ...message, content: [], stop_reason: null } },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: TEXT } },
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: null }, usage },
    { type: 'message_stop' },
  ]
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.end(events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join(''))
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

beforeAll(async () => {
  mock = new LLMock({ port: 0, logLevel: 'silent', chunkSize: 5 })
  mock.on({ model: /tools/u }, { toolCalls: [{ name: 'weather', arguments: '{"city":"Oslo"}' }] })
  mock.on({ model: /.*/u }, { content: TEXT, reasoning: 'Let me think.' })
  await mock.start()
  front = createServer((request, response) => void handOn(request, response))
  const base = `http://${await listening(front)}`
  metadata = createServer((request, response) => {
    const head = { 'metadata-flavor': 'Google', 'content-type': 'application/json' }
    const token = request.url?.includes('/token') === true
    if (token) tokens += 1
    const body = token
      ? { access_token: 'token-of-google', expires_in: 3600, token_type: 'Bearer' }
      : 'default'
    response.writeHead(200, head).end(typeof body === 'string' ? body : JSON.stringify(body))
  })
  process.env['GCE_METADATA_HOST'] = await listening(metadata)
  process.env['METADATA_SERVER_DETECTION'] = 'assume-present'
  const place = (provider: string, model: string): object => ({ provider, model })
  const aws = { kind: 'bedrock', base_url: base, location: 'eu-central-1' }
  backstay = await startBackstay({
    providers: {
      signed: { ...aws, credentials: `${KEY_ID}:${SECRET}:${SESSION}` },
      keyed: { ...aws, api_key: 'key-of-bedrock' },
      vertex: { kind: 'vertex', base_url: base, project: 'p-1', location: 'europe-west4' },
    },
    models: [
      { name: 'signed', deployments: [place('signed', 'anthropic.claude-sonnet-4-5-20250929-v1:0')] },
      { name: 'signed-tools', deployments: [place('signed', 'tools-v1:0')] },
      { name: 'keyed', deployments: [place('keyed', 'amazon.nova-pro-v1:0')] },
      { name: 'limited', deployments: [place('signed', 'limited')], fallbacks: ['vertex-gemini'] },
      { name: 'vertex-gemini', deployments: [place('vertex', 'gemini-2.5-flash')] },
      { name: 'vertex-claude', deployments: [place('vertex', 'claude-sonnet-4-5@20250929')] },
    ],
    keys: [{ name: 'e2e', key: '${KEY}', models: ['*'] }],
  })
})

afterAll(async () => {
  await backstay.close()
  await mock.stop()
  for (const server of [front, metadata]) {
    server.closeAllConnections()
    server.close()
  }
  delete process.env['GCE_METADATA_HOST']
  delete process.env['METADATA_SERVER_DETECTION']
})

const BODY = { messages: [{ role: 'user' as const, content: 'Hi' }] }

/** Signature Version 4 as its specification has it, worked out once more. */
function signatureOf({ url, headers, body }: Seen): { readonly stated: string; readonly worked: string } {
  const stated = headers.authorization ?? ''
  const names = /SignedHeaders=([^,]+)/u.exec(stated)?.[1]?.split(';') ?? []
  const date = String(headers['x-amz-date'])
  const scope = `${date.slice(0, 8)}/eu-central-1/bedrock/aws4_request`
  const hash = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex')
  const mac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest()
  const path = url.split('/').map(encodeURIComponent).join('/')
  const canonical = [
    'POST',
    path,
    '',
    ...names.map((name) => `${name}:${String(headers[name])}`),
    '',
    names.join(';'),
    hash(body),
  ]
  const toSign = ['AWS4-HMAC-SHA256', date, scope, hash(canonical.join('\n'))].join('\n')
  const key = [date.slice(0, 8), 'eu-central-1', 'bedrock', 'aws4_request'].reduce<Buffer | string>(
    mac,
    `AWS4${SECRET}`,
  )
  const credential = `AWS4-HMAC-SHA256 Credential=${KEY_ID}/${scope}, SignedHeaders=${names.join(';')}`
  return { stated, worked: `${credential}, Signature=${mac(key, toSign).toString('hex')}` }
}

describe('Bedrock', () => {
  it('answers clients of chat completions, whole and streamed, and checks who asks', async () => {
    const whole = await backstay.client.chat.completions.create({ model: 'signed', ...BODY })
    expect(whole.choices[0]?.message.content).toBe(TEXT)
    const { stated, worked } = signatureOf(seen.at(-1) ?? { url: '', headers: {}, body: Buffer.alloc(0) })
    expect(stated).toBe(worked)
    expect(seen.at(-1)?.headers['x-amz-security-token']).toBe(SESSION)
    expect(seen.at(-1)?.url).toBe('/model/anthropic.claude-sonnet-4-5-20250929-v1%3A0/converse')
    const stream = backstay.client.chat.completions.stream({ model: 'signed', ...BODY })
    expect((await stream.finalChatCompletion()).choices[0]?.message.content).toBe(TEXT)
    expect(seen.at(-1)?.url).toContain('/converse-stream')
  })

  it('answers clients of Messages, its thoughts too', async () => {
    const anthropic = new Anthropic({ baseURL: backstay.url, apiKey: KEY, maxRetries: 0 })
    const body = { model: 'signed', max_tokens: 100, ...BODY }
    const streamed = await anthropic.messages.stream(body).finalMessage()
    for (const answer of [await anthropic.messages.create(body), streamed]) {
      expect(answer.content.map((block) => (block.type === 'text' ? block.text : '')).join('')).toBe(TEXT)
      expect(answer.content.some(({ type }) => type === 'thinking')).toBe(true)
    }
  })

  it('calls tools of clients of Responses', async () => {
    const answer = await backstay.client.responses.create({
      model: 'signed-tools',
      input: 'Hi',
      tools: [{ type: 'function', name: 'weather', parameters: { type: 'object' }, strict: false }],
    })
    expect(answer.output).toMatchObject([
      { type: 'function_call', name: 'weather', arguments: '{"city":"Oslo"}' },
    ])
    expect(JSON.parse(seen.at(-1)?.body.toString() ?? '')).toMatchObject({
      toolConfig: { tools: [{ toolSpec: { name: 'weather' } }] },
    })
  })

  it('takes a key of its own', async () => {
    await backstay.client.chat.completions.create({ model: 'keyed', ...BODY })
    expect(seen.at(-1)?.headers.authorization).toBe('Bearer key-of-bedrock')
  })

  it('is stood in for by Vertex where it is limited, and says so by a header alone', async () => {
    const { data, response } = await backstay.client.chat.completions
      .create({ model: 'limited', ...BODY })
      .withResponse()
    expect(data.choices[0]?.message.content).toBe(TEXT)
    expect(response.headers.get('x-backstay-fallback-reason')).toBe('rate_limit')
  })
})

describe('Vertex', () => {
  it('runs Gemini for clients of Gemini, as whoever the machine is', async () => {
    const google = new GoogleGenAI({ apiKey: KEY, httpOptions: { baseUrl: backstay.url } })
    const answer = await google.models.generateContent({ model: 'vertex-gemini', contents: 'Hi' })
    expect(answer.text).toBe(TEXT)
    const none: Pick<Seen, 'url' | 'headers'> = { url: '', headers: {} }
    const { url, headers } = seen.at(-1) ?? none
    expect(url).toBe(
      '/v1/projects/p-1/locations/europe-west4/publishers/google/models/gemini-2.5-flash:generateContent',
    )
    expect(headers.authorization).toBe('Bearer token-of-google')
    expect(headers['x-goog-api-key']).toBeUndefined()
    await google.models.generateContent({ model: 'vertex-gemini', contents: 'Again' })
    expect(tokens).toBe(1)
  })

  it('runs Claude, for clients of Messages and of others', async () => {
    const anthropic = new Anthropic({ baseURL: backstay.url, apiKey: KEY, maxRetries: 0 })
    const message = await anthropic.messages
      .stream({ model: 'vertex-claude', max_tokens: 9, ...BODY })
      .finalMessage()
    expect(message.content).toMatchObject([{ type: 'text', text: TEXT }])
    const { url, body } = seen.at(-1) ?? { url: '', body: Buffer.from('{}') }
    expect(url).toContain('/publishers/anthropic/models/claude-sonnet-4-5%4020250929:streamRawPredict')
    expect(JSON.parse(body.toString())).toEqual({
      anthropic_version: 'vertex-2023-10-16',
      max_tokens: 9,
      stream: true,
      ...BODY,
    })
    const chat = await backstay.client.chat.completions.create({ model: 'vertex-claude', ...BODY })
    expect(chat.choices[0]?.message.content).toBe(TEXT)
    expect(JSON.parse(seen.at(-1)?.body.toString() ?? '')).not.toHaveProperty('model')
  })
})
