import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { APIError } from 'openai'
import type { Behavior } from '#simulator/behavior'
import { BREAKS, ONE_ANSWER, TEXT, TOKENS, watch } from './continued.ts'
import { limited } from './limited.ts'
import type { Backstay } from './start-backstay.ts'
import { KEY, startBackstay } from './start-backstay.ts'

const FAR = 30
const sent = (tokens: number): string => TOKENS.slice(0, tokens).join('')
const TOOL = { name: 'look_up', arguments: { word: 'x' } }
const HONORED: Behavior = { prefill: { does: 'continue' } }

interface Scene {
  readonly first: Behavior
  readonly second: Behavior
  readonly third?: Behavior
  /** Members of the second deployment and the third one. */
  readonly deployment?: object
  /** Members of the model. */
  readonly model?: object
}

const broken = (after: number): Behavior => ({ text: TOKENS, ...BREAKS.reset(after) })
const whole: Behavior = { text: TOKENS }
const reasoning = { text: 'Let me see. It is so.' }

const SCENES = {
  'after-a-tool-call': {
    first: { text: 'Look:', toolCalls: [TOOL], ...BREAKS.reset(2) },
    second: { text: 'Look:', toolCalls: [TOOL] },
  },
  'json-mode': { first: broken(FAR), second: whole },
  'two-choices': { first: broken(FAR), second: whole },
  'reasoning-only': {
    first: { text: TOKENS, reasoning, ...BREAKS.reset(3) },
    second: { text: TOKENS, reasoning },
  },
  'reasoning-before': {
    first: { text: TOKENS, reasoning, ...BREAKS.reset(FAR) },
    second: { text: TOKENS, reasoning },
  },
  'error-mode': { first: broken(FAR), second: whole, model: { mid_stream: 'error' } },
  'second-break': {
    first: broken(10),
    second: { text: TOKENS, ...HONORED, ...BREAKS.reset(15) },
    third: { text: TOKENS, ...HONORED },
    deployment: { prefill: 'plain' },
  },
  'second-break-restarted': {
    first: broken(10),
    second: { text: TOKENS, ...BREAKS.reset(25) },
    third: { text: TOKENS },
  },
  'second-diverges': {
    first: broken(FAR),
    second: { text: TOKENS, diverge: { afterTokens: 7 } },
    third: whole,
  },
  'second-fails': { first: broken(FAR), second: { status: 500 }, third: whole },
  'nobody-left': { first: broken(FAR), second: { status: 500 } },
  // Says something else when it is asked anew, but goes on when it is asked to.
  'instructed': {
    first: broken(FAR),
    second: { text: TOKENS, diverge: { afterTokens: 7 } },
    model: { mid_stream: { mode: 'continue', instructed: true } },
  },
  'tool-call-later': {
    first: broken(FAR),
    second: { text: TOKENS, toolCalls: [TOOL] },
  },
  'hang-up': { first: broken(FAR), second: { text: TOKENS, hang: { afterTokens: 40 } } },
  'malformed': {
    first: { text: TOKENS, malformedChunk: { afterTokens: FAR } },
    second: whole,
  },
} as const satisfies Readonly<Record<string, Scene>>
/** What the second one says when it is asked to go on: a little of what is there once more, and the rest. */
const ASKED: Behavior = { text: TOKENS, prefill: { style: 'asked', does: 'continue', overlapTokens: 2 } }
type SceneName = keyof typeof SCENES

/** The cut of the first and the token from which the second differs, for every token. */
const DIVERGING = TOKENS.map((_, n) => ({ name: `diverges-${n + 1}`, after: n + 1, from: (n * 7) % (n + 1) }))

let backstay: Backstay

function modelOf(name: string, scene: Scene): object {
  const places = ['first', 'second', ...(scene.third === undefined ? [] : ['third'])]
  return {
    name,
    fallbacks: [],
    deployments: places.map((provider, index) => ({
      provider,
      model: name,
      priority: index,
      ...(index > 0 && scene.deployment),
    })),
    ...scene.model,
  }
}

beforeAll(async () => {
  const scenes: [string, Scene][] = [
    ...Object.entries(SCENES),
    ...DIVERGING.map(({ name, after, from }): [string, Scene] => [
      name,
      { first: broken(after), second: { text: TOKENS, diverge: { afterTokens: from } } },
    ]),
  ]
  backstay = await startBackstay(
    {
      providers: Object.fromEntries(
        ['first', 'second', 'third'].map((name, index) => [
          name,
          { kind: 'openai-compatible', base_url: `\${SIM${index}}` },
        ]),
      ),
      models: scenes.map(([name, scene]) => modelOf(name, scene)),
      // So many broken streams at once are an outage, which is not amplified.
      routing: { retry_budget: { ratio: 1, min_per_second: 1_000 } },
      keys: [{ name: 'app', key: '${KEY}' }],
    },
    3,
  )
  for (const [name, { first, second, third = {} }] of scenes) {
    for (const [index, behavior] of [first, second, third].entries()) {
      backstay.simulators[index]?.script.forModel(name, behavior)
    }
  }
  backstay.simulators[1]?.script.when(({ model, bodyText }) =>
    model === 'instructed' && bodyText.includes('Your answer was interrupted') ? ASKED : undefined,
  )
})

afterAll(() => backstay.close())

function see(scene: SceneName, body: object = {}): ReturnType<typeof watch> {
  return watch(backstay.client, scene, body)
}

function askedOf(scene: string): number[] {
  return backstay.simulators.map(({ requests }) => requests.filter(({ model }) => model === scene).length)
}

describe('a stream that broke', () => {
  it('ends with an error and no wrong byte when nobody repeats it, at any token', async () => {
    const limit = limited(16)
    const wrong = await Promise.all(
      DIVERGING.map(({ name, after }) =>
        limit(async () => {
          const { text, error, finishes } = await watch(backstay.client, name)
          const right = error !== null && finishes.length === 0 && text === sent(after)
          return right ? null : `${name}: ${error?.message} ${JSON.stringify(text)}`
        }),
      ),
    )
    expect(wrong.filter((sentence) => sentence !== null)).toEqual([])
  })

  it.each<[SceneName, object]>([
    ['after-a-tool-call', {}],
    ['json-mode', { response_format: { type: 'json_object' } }],
    ['two-choices', { n: 2 }],
    ['error-mode', {}],
  ])('is never gone on with %s', async (scene, body) => {
    const seen = await see(scene, body)

    expect(seen.error).toBeInstanceOf(APIError)
    expect(seen.finishes).toEqual([])
    expect(askedOf(scene)).toEqual([1, 0, 0])
  })

  it('is gone on with in words where that is asked for and nothing else helps', async () => {
    expect(await see('instructed')).toMatchObject({ ...ONE_ANSWER, text: TEXT })
    expect(askedOf('instructed')).toEqual([1, 2, 0])
  })

  it('begins anew when there was nothing but reasoning', async () => {
    const seen = await see('reasoning-only')

    expect(seen).toMatchObject({ ...ONE_ANSWER, text: TEXT })
    expect(seen.reasoning).toBe(`Let me see.${reasoning.text}`)
  })

  it('does not show again the reasoning before text that is there', async () => {
    expect(await see('reasoning-before')).toMatchObject({
      ...ONE_ANSWER,
      text: TEXT,
      reasoning: reasoning.text,
    })
  })

  it.each<[SceneName, readonly number[]]>([
    ['second-break', [1, 1, 1]],
    ['second-break-restarted', [1, 1, 1]],
    ['second-diverges', [1, 1, 1]],
    ['second-fails', [1, 1, 1]],
  ])('is gone on with by the next one: %s', async (scene, asked) => {
    expect(await see(scene)).toMatchObject({ ...ONE_ANSWER, text: TEXT })
    expect(askedOf(scene)).toEqual(asked)
  })

  it('ends with an error when there is nobody left', async () => {
    const seen = await see('nobody-left')

    expect(seen).toMatchObject({ text: sent(FAR), finishes: [] })
    expect(seen.error).toBeInstanceOf(APIError)
  })

  it('may end in a tool call', async () => {
    const final = await backstay.client.chat.completions
      .stream({ model: 'tool-call-later', messages: [{ role: 'user', content: 'Hi' }] })
      .finalChatCompletion()

    expect(final.choices[0]?.message).toMatchObject({
      content: TEXT,
      tool_calls: [{ function: { name: 'look_up', arguments: '{"word":"x"}' } }],
    })
    expect(final.choices[0]?.finish_reason).toBe('tool_calls')
  })

  it('is one answer for the stream helper too', async () => {
    const final = await backstay.client.chat.completions
      .stream({ model: 'second-break', messages: [{ role: 'user', content: 'Hi' }] })
      .finalChatCompletion()

    expect(final.choices[0]).toMatchObject({ message: { content: TEXT }, finish_reason: 'stop' })
  })

  it('ends once, as it would have', async () => {
    const response = await fetch(`${backstay.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${KEY}` },
      body: JSON.stringify({
        model: 'second-break',
        stream: true,
        messages: [{ role: 'user', content: 'Hi' }],
      }),
    })
    const events = (await response.text()).trimEnd().split('\n\n')

    expect(events.filter((event) => event === 'data: [DONE]')).toHaveLength(1)
    expect(events.at(-1)).toBe('data: [DONE]')
    expect(events.every((event) => !event.includes('"usage":{'))).toBe(true)
  })

  it('is let go when the client leaves while it is gone on with', async () => {
    const gone = new AbortController()
    const stream = await backstay.client.chat.completions.create(
      { model: 'hang-up', messages: [{ role: 'user', content: 'Hi' }], stream: true },
      { signal: gone.signal },
    )
    let text = ''
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? ''
      if (text === sent(40)) gone.abort()
    }
    await backstay.simulators[1]?.until((requests) =>
      requests.some(({ model, outcome }) => model === 'hang-up' && outcome === 'aborted'),
    )
    const records = await backstay.records(1)
    expect(records.filter(({ requestedModel }) => requestedModel === 'hang-up').length).toBeLessThanOrEqual(1)
  })
})
