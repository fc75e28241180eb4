import { randomUUID } from 'node:crypto'
import { createClient, defineScript } from '@redis/client'
import type { CommandParser } from '@redis/client'
import type { Clock, Timer } from '#domain/clock'
import type {
  Claim,
  Grant,
  Kept,
  KeptNotice,
  Notice,
  OtherShare,
  SharedCopies,
  SharedListener,
  SharedStanding,
  SharedState,
} from '#domain/shared-state'
import { RedisCopies } from './redis-copies.ts'
import {
  GRANT_SCRIPT,
  KEPT_KEY,
  noticeChannel,
  RECALL_SCRIPT,
  SHARE_PREFIX,
  TELL_SCRIPT,
} from './redis-scripts.ts'

/** An answer that takes longer counts as none: the connection is taken for lost until it answers again. */
const ANSWER_MS = 1_000
const CONNECT_MS = 2_000
const RECONNECT_MAX_MS = 500
/** Asked so often while it does not answer. */
const LOOK_MS = 500

export interface RedisStateOptions {
  /** `redis://` or `rediss://`. */
  readonly url: string
  readonly clock: Clock
  readonly listener: SharedListener
  /** A channel of other programs; whatever they say there means that what is stored of configurations has changed. */
  readonly invalidationChannel?: string | null
}

/** Shared state in Redis, or what speaks like it. Starts without it, goes on without it, and comes back by itself. */
export class RedisState implements SharedState {
  readonly copies: SharedCopies
  readonly #options: RedisStateOptions
  readonly #member = randomUUID()
  readonly #channel: string
  readonly #commands: Commands
  readonly #notices: Commands
  #standing: SharedStanding
  #looking: Timer | null = null
  #closed = false

  constructor(options: RedisStateOptions) {
    this.#options = options
    this.#standing = { kind: 'redis', connected: false, since: options.clock.wallMs() }
    this.#channel = noticeChannel(databaseOf(options.url))
    this.#commands = commandsOf(options.url)
    this.#notices = commandsOf(options.url)
    const inTime = <T>(task: Promise<T>): Promise<T> => this.#inTime(task)
    this.copies = new RedisCopies({ clock: options.clock, commands: this.#commands, inTime })
    for (const client of [this.#commands, this.#notices]) {
      client.on('error', (error: unknown) => this.#lost(error))
      client.on('reconnecting', () => this.#lost(new Error('the connection was closed')))
      client.on('ready', () => this.#look())
    }
    void this.#subscribe()
    this.#commands.connect().catch((error: unknown) => this.#lost(error))
  }

  get standing(): SharedStanding {
    return this.#standing
  }

  async exchange(claims: readonly Claim[]): Promise<readonly Grant[]> {
    const answers = claims.map((claim) => this.#commands.grant(this.#member, claim))
    return (await this.#inTime(Promise.all(answers))).map(grantOf)
  }

  tell(notice: Notice, kept?: Kept): void {
    if (!this.#standing.connected) return
    const text = JSON.stringify({ from: this.#member, notice })
    const told =
      kept === undefined
        ? this.#commands.publish(this.#channel, text)
        : this.#commands.tell(kept, { channel: this.#channel, notice: JSON.stringify(notice), text })
    // Whoever missed it asks for what was kept when the connection is back.
    told.catch(() => undefined)
  }

  async recall(): Promise<readonly KeptNotice[]> {
    return (await this.#inTime(this.#commands.recall())).map(keptNotice)
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#looking?.cancel()
    for (const client of [this.#commands, this.#notices]) if (client.isOpen) client.destroy()
    await Promise.resolve()
  }

  async #subscribe(): Promise<void> {
    try {
      await this.#notices.connect()
      await this.#notices.subscribe(this.#channel, (text) => this.#heard(text))
      const { invalidationChannel = null, listener } = this.#options
      if (invalidationChannel !== null)
        await this.#notices.subscribe(invalidationChannel, () => listener.heard({ kind: 'stored' }))
      this.#look()
    } catch (error) {
      if (this.#closed) return
      this.#lost(error)
      this.#options.clock.after(LOOK_MS, () => void this.#subscribe())
    }
  }

  #heard(text: string): void {
    const { from, notice } = JSON.parse(text) as { from: string; notice: Notice }
    if (from !== this.#member) this.#options.listener.heard(notice)
  }

  /** Is everything there again: both connections, and an answer. */
  #look(): void {
    if (this.#closed || this.#standing.connected) return
    this.#looking?.cancel()
    this.#looking = this.#options.clock.after(LOOK_MS, () => this.#look())
    if (!this.#commands.isReady || !this.#notices.isReady || !this.#notices.isPubSubActive) return
    this.#inTime(this.#commands.ping()).then(
      () => this.#found(),
      () => undefined,
    )
  }

  #found(): void {
    if (this.#closed || this.#standing.connected) return
    this.#looking?.cancel()
    this.#standing = { kind: 'redis', connected: true, since: this.#options.clock.wallMs() }
    this.#options.listener.connected()
  }

  #lost(error: unknown): void {
    if (this.#closed) return
    const { clock, listener } = this.#options
    if (this.#standing.connected) {
      this.#standing = { kind: 'redis', connected: false, since: clock.wallMs() }
      listener.lost(error instanceof Error ? error.message || error.name : String(error))
    }
    this.#look()
  }

  #inTime<T>(task: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const limit = this.#options.clock.after(ANSWER_MS, () => {
        const late = new Error(`no answer within ${ANSWER_MS} ms`)
        this.#lost(late)
        reject(late)
      })
      task.then(resolve, reject).finally(() => limit.cancel())
    })
  }
}

/** `redis://HOST:PORT/DATABASE`; 0 where none is named. */
function databaseOf(url: string): number {
  return Number(new URL(url).pathname.slice(1)) || 0
}

type Commands = ReturnType<typeof commandsOf>

function commandsOf(url: string) {
  return createClient({
    url,
    disableOfflineQueue: true,
    maintNotifications: 'disabled',
    socket: {
      connectTimeout: CONNECT_MS,
      reconnectStrategy: (retries) => Math.min(25 * 2 ** retries, RECONNECT_MAX_MS),
    },
    scripts: { grant, tell, recall },
  })
}

const grant = defineScript({
  SCRIPT: GRANT_SCRIPT,
  NUMBER_OF_KEYS: 1,
  parseCommand(parser: CommandParser, member: string, claim: Claim) {
    parser.pushKey(`${SHARE_PREFIX}${claim.name}`)
    const { limit, used, need, want, staleMs, keepMs } = claim
    const numbers = [limit, used, need, want, Math.ceil(staleMs), Math.ceil(keepMs)]
    parser.push(member, ...numbers.map(String), claim.leaving.join(','), String(claim.before ?? ''))
  },
  transformReply: texts,
})

interface Told {
  readonly channel: string
  readonly notice: string
  /** With whoever tells it. */
  readonly text: string
}

const tell = defineScript({
  SCRIPT: TELL_SCRIPT,
  NUMBER_OF_KEYS: 1,
  parseCommand(parser: CommandParser, kept: Kept, { channel, notice, text }: Told) {
    parser.pushKey(KEPT_KEY)
    const lasts = kept.kind === 'keep' ? String(Math.ceil(kept.forMs)) : ''
    parser.push(channel, text, lasts, notice, ...(kept.kind === 'keep' ? [kept.id] : kept.ids))
  },
  transformReply: (): void => undefined,
})

const recall = defineScript({
  SCRIPT: RECALL_SCRIPT,
  NUMBER_OF_KEYS: 1,
  parseCommand(parser: CommandParser) {
    parser.pushKey(KEPT_KEY)
  },
  transformReply: texts,
})

function texts(reply: unknown): readonly string[] {
  return reply as readonly string[]
}

function grantOf([share, ...others]: readonly string[]): Grant {
  return { share: Number(share), others: others.map(otherShare) }
}

function keptNotice(text: string): KeptNotice {
  const [ageMs = '', id = ''] = text.split(' ', 2)
  const notice = text.slice(ageMs.length + id.length + 2)
  return { id, ageMs: Number(ageMs), notice: JSON.parse(notice) as Notice }
}

function otherShare(text: string): OtherShare {
  const [ageMs = '0', share = '0', used = '0', leaving = ''] = text.split(' ')
  return {
    ageMs: Number(ageMs),
    share: Number(share),
    used: Number(used),
    leaving: leaving === '' ? [] : leaving.split(',').map(Number),
  }
}
