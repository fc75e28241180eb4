import { eventPageSchema, eventSchema } from '@backstay/contract/admin'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { askAdmin } from './ask-admin.ts'
import { poll } from './poll.ts'
import type { Backstay } from './start-backstay.ts'
import { ADMIN_TOKEN, startBackstay } from './start-backstay.ts'

const CONFIG = {
  providers: { only: { kind: 'openai', base_url: '${SIM0}', api_key: 'key' } },
  models: [{ name: 'chat', deployments: [{ provider: 'only', model: 'one' }] }],
  keys: [{ name: 'app', key: '${KEY}' }],
}

type Told = z.output<typeof eventSchema>

/** A reader of the live stream, as `EventSource` reads it. */
class Live implements AsyncDisposable {
  readonly events: Told[] = []
  readonly ids: string[] = []
  other: string[] = []
  ended = false
  readonly #abort = new AbortController()
  readonly #reading: Promise<void>

  constructor(response: Response, abort: AbortController) {
    this.#abort = abort
    this.#reading = this.#read(response).catch(() => undefined)
  }

  async #read(response: Response): Promise<void> {
    let text = ''
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += chunk
      const blocks = text.split('\n\n')
      text = blocks.pop() ?? ''
      for (const block of blocks) {
        const [, id, data] = /^id: (.*)\ndata: (.*)$/.exec(block) ?? []
        if (id === undefined || data === undefined) this.other.push(block)
        else {
          this.ids.push(id)
          this.events.push(eventSchema.parse(JSON.parse(data)))
        }
      }
    }
    this.ended = true
  }

  until(count: number): Promise<readonly Told[]> {
    return poll(() => (this.events.length >= count ? this.events : undefined))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#abort.abort()
    await this.#reading
  }
}

async function live(
  { adminUrl }: Backstay,
  { query = '', after, path = 'events/live' }: { query?: string; after?: string; path?: string } = {},
): Promise<Live> {
  const abort = new AbortController()
  const response = await fetch(`${adminUrl}/api/organisations/default/${path}${query}`, {
    headers: {
      authorization: `Bearer ${ADMIN_TOKEN}`,
      accept: 'text/event-stream',
      ...(after !== undefined && { 'last-event-id': after }),
    },
    signal: abort.signal,
  })
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('text/event-stream')
  return new Live(response, abort)
}

const drain = (backstay: Backstay, reason: string) =>
  askAdmin(backstay, `deployments/${encodeURIComponent('chat/only')}/state`, {
    body: { state: 'drain', reason },
  })

const reasons = (events: readonly Told[]): unknown[] =>
  events.map((event) => ('reason' in event ? event.reason : event.kind))

describe('events as they happen', () => {
  it('are told to everybody who listens, at once and in order', async () => {
    await using backstay = await startBackstay(CONFIG, 1)
    await using one = await live(backstay)
    await using other = await live(backstay, { path: 'events' })
    for (const reason of ['a', 'b', 'c']) await drain(backstay, reason)

    expect(reasons(await one.until(3))).toEqual(['a', 'b', 'c'])
    expect(reasons(await other.until(3))).toEqual(['a', 'b', 'c'])
    expect(one.ids.toSorted((a, b) => (a < b ? -1 : 1))).toEqual(one.ids)
  })

  it('are told by kind where that is asked for', async () => {
    await using backstay = await startBackstay(CONFIG, 1)
    await using only = await live(backstay, { query: '?kind=config-loaded,config-refused' })
    await drain(backstay, 'a')
    await backstay.reload(CONFIG)

    expect((await only.until(1)).map(({ kind }) => kind)).toEqual(['config-loaded'])
    const { status, body } = await askAdmin(backstay, 'events/live?kind=nonsense')
    expect(status).toBe(400)
    expect(body).toMatchObject({ error: { param: expect.stringContaining('kind') as string } })
  })

  it('are gone on with after the last one that a reader has: nothing twice, nothing missing', async () => {
    await using backstay = await startBackstay(CONFIG, 1)
    let after: string
    {
      await using first = await live(backstay)
      for (const reason of ['a', 'b']) await drain(backstay, reason)
      await first.until(2)
      after = first.ids[0] ?? ''
    }
    for (const reason of ['c', 'd']) await drain(backstay, reason)
    await using second = await live(backstay, { after })
    await second.until(3)
    await drain(backstay, 'e')

    expect(reasons(await second.until(4))).toEqual(['b', 'c', 'd', 'e'])
  })

  it('are read from the store where memory has forgotten them, however many they are', async () => {
    await using backstay = await startBackstay(CONFIG, 1)
    await using watcher = await live(backstay)
    for (let n = 0; n < 1_200; n++) await backstay.reload(CONFIG)
    await watcher.until(1_200)
    await poll(async () => {
      const { body } = await askAdmin(backstay, 'events?limit=1')
      return eventPageSchema.parse(body).data[0]?.id === watcher.ids.at(-1) ? true : undefined
    })
    await using late = await live(backstay, { after: watcher.ids[9] ?? '' })
    await backstay.reload(CONFIG)
    await late.until(1_191)
    await watcher.until(1_201)

    expect(late.ids).toEqual(watcher.ids.slice(10))
    expect(late.other.filter((block) => block.startsWith('event: gap'))).toEqual([])
  })

  it('end when the gateway stops, so that it need not wait for their readers', async () => {
    const backstay = await startBackstay(CONFIG, 1)
    await using reader = await live(backstay)
    await backstay.close()

    // Cut by the gateway at the end of its grace it would have failed, not ended.
    expect(await poll(() => (reader.ended ? true : undefined))).toBe(true)
  })

  describe('with an id that is none', () => {
    let backstay: Backstay
    beforeAll(async () => {
      backstay = await startBackstay(CONFIG, 1)
    })
    afterAll(() => backstay.close())

    it.each(['x', 'g'.repeat(24), ''])('are not gone on with after "%s"', async (id) => {
      const { status, body } = await askAdmin(backstay, 'events/live', { headers: { 'last-event-id': id } })

      expect(status).toBe(400)
      expect(body).toMatchObject({ error: { param: 'last-event-id' } })
    })
  })
})

describe('the list of events', () => {
  it('is paged from the newest to the oldest', async () => {
    await using backstay = await startBackstay(CONFIG, 1)
    for (const reason of ['a', 'b', 'c']) await drain(backstay, reason)
    await poll(async () => {
      const { body } = await askAdmin(backstay, 'events')
      return eventPageSchema.parse(body).data.length === 4 ? true : undefined
    })
    const seen: unknown[] = []
    let cursor: string | null = null
    do {
      const { body } = await askAdmin(backstay, `events?limit=2${cursor === null ? '' : `&cursor=${cursor}`}`)
      const page: z.output<typeof eventPageSchema> = eventPageSchema.parse(body)
      seen.push(...reasons(page.data))
      cursor = page.nextCursor
    } while (cursor !== null)

    expect(seen).toEqual(['c', 'b', 'a', 'config-loaded'])
    const { body } = await askAdmin(backstay, `events?since=${Date.now() + 60_000}&kind=deployment-drained`)
    expect(body).toEqual({ data: [], nextCursor: null })
  })
})
