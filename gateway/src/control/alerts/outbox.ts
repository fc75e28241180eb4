import type { Clock, Random, Timer } from '#domain/clock'
import type { AlertDeliveryTable, WebhookTable } from '#store/alerts-schema'
import type { ControlDatabase } from '#store/control-database'
import type { Post, Target } from './delivery.ts'

export interface OutboxOptions {
  readonly database: ControlDatabase
  readonly clock: Clock
  readonly random: Random
  readonly post: Post
  readonly targetOf: (webhook: WebhookTable) => Target
  /** Told once: when it was delivered (`null`), or given up. */
  readonly onEnd: (webhook: string, problem: string | null) => Promise<void>
  /** The store does not do what is asked. */
  readonly warn: (message: string) => void
}

const SECOND_MS = 1_000

/** How long after a try the next one is. */
const WAITS_MS: readonly number[] = [1, 5, 30, 120, 600].map((seconds) => seconds * SECOND_MS)
/** Waits vary by this share, so that receivers that come back are not met by all at once. */
const JITTER = 0.2
/** Whoever tries has so long until others may; a try takes ten seconds at most. */
const LEASE_MS = 60_000
/** How often it is looked for what another process has left. */
const LOOK_MS = 15_000
const FIRST_LOOK_MS = 1_000
const MOST_AT_ONCE = 100
/** Longer than all tries take: what is older cannot be tried, as where its secret cannot be opened. */
const KEPT_MS = 86_400_000
/** So many of each webhook are still known after they have ended. */
export const KEPT_DELIVERIES = 20
/** No process looks for what is due then, an older one neither. */
const NEVER = Number.MAX_SAFE_INTEGER
/** More that wait for one webhook are not kept. */
const MAX_WAITING = 1_000

/**
 * Alerts on their way: kept in the store until they are taken or given up, so that they outlive the process that posts
 * them, and the last ones of each webhook longer, so that operators can look them up. Each is posted by one process at a time, which has it leased.
 */
export class Outbox {
  readonly #options: OutboxOptions
  readonly #waiting = new Set<Timer>()
  #looking: Timer
  #closed = false

  constructor(options: OutboxOptions) {
    this.#options = options
    this.#looking = options.clock.after(FIRST_LOOK_MS, () => void this.#look())
  }

  /** Keeps an alert, within the transaction that decides about it; `null`: too many wait already. */
  async add(
    { id, webhook, body }: Pick<AlertDeliveryTable, 'id' | 'webhook' | 'body'>,
    within: ControlDatabase,
  ): Promise<AlertDeliveryTable | null> {
    const { count } = await within
      .selectFrom('alert_deliveries')
      .select(({ fn }) => fn.countAll().as('count'))
      .where('webhook', '=', webhook)
      .where('ended_at', 'is', null)
      .executeTakeFirstOrThrow()
    if (Number(count) >= MAX_WAITING) return null
    const at = this.#options.clock.wallMs()
    const started = { tried: 0, due_at: at + LEASE_MS, created_at: at, ended_at: null, detail: null }
    const row = { id, webhook, body, ...started }
    await within.insertInto('alert_deliveries').values(row).execute()
    return row
  }

  /** Posts what was added here, and goes on until it is taken. */
  start(row: AlertDeliveryTable): void {
    void this.#guarded(() => this.#try(row))
  }

  /** Remembers one that was tried once, by somebody who waited for it: what went wrong, or `null`. */
  async keep(
    message: Pick<AlertDeliveryTable, 'id' | 'webhook' | 'body'>,
    problem: string | null,
  ): Promise<void> {
    const { database, clock } = this.#options
    const at = clock.wallMs()
    const ended = { tried: 1, due_at: NEVER, created_at: at, ended_at: at, detail: problem ?? '' }
    await this.#guarded(async () => {
      await database
        .insertInto('alert_deliveries')
        .values({ ...message, ...ended })
        .execute()
      await this.#prune(message.webhook)
    })
  }

  /** What is not delivered yet stays in the store. */
  close(): void {
    this.#closed = true
    this.#looking.cancel()
    for (const timer of this.#waiting) timer.cancel()
    this.#waiting.clear()
  }

  async #look(): Promise<void> {
    const { database, clock } = this.#options
    await this.#guarded(async () => {
      const now = clock.wallMs()
      await database
        .deleteFrom('alert_deliveries')
        .where('created_at', '<', now - KEPT_MS)
        .where('ended_at', 'is', null)
        .execute()
      const rows = await database
        .selectFrom('alert_deliveries')
        .selectAll()
        .where('due_at', '<=', now)
        .where('ended_at', 'is', null)
        .orderBy('due_at')
        .limit(MOST_AT_ONCE)
        .execute()
      for (const row of rows) this.#claimed(row)
    })
    if (!this.#closed) this.#looking = clock.after(LOOK_MS, () => void this.#look())
  }

  /** Tries it if nobody else has begun to. */
  #claimed(row: AlertDeliveryTable): void {
    const { database, clock } = this.#options
    void this.#guarded(async () => {
      const leased = { ...row, due_at: clock.wallMs() + LEASE_MS }
      const { numUpdatedRows } = await database
        .updateTable('alert_deliveries')
        .set({ due_at: leased.due_at })
        .where('id', '=', row.id)
        .where('due_at', '=', row.due_at)
        .executeTakeFirst()
      if (numUpdatedRows === 1n && !this.#closed) await this.#try(leased)
    })
  }

  async #try(row: AlertDeliveryTable): Promise<void> {
    const { database, clock, random, post, targetOf, onEnd } = this.#options
    const { id, body, tried } = row
    const webhook = await database
      .selectFrom('webhooks')
      .selectAll()
      .where('id', '=', row.webhook)
      .where('enabled', '=', 1)
      .executeTakeFirst()
    if (webhook === undefined) {
      await this.#remove(id)
      return
    }
    const problem = await post(targetOf(webhook), { id, body })
    const over = { tried: tried + 1, detail: problem ?? '' }
    const waitMs = WAITS_MS[tried]
    if (problem === null || waitMs === undefined) {
      const ended = { ...over, due_at: NEVER, ended_at: clock.wallMs() }
      await database.updateTable('alert_deliveries').set(ended).where('id', '=', id).execute()
      await this.#prune(webhook.id)
      await onEnd(webhook.id, problem)
      return
    }
    const varied = Math.round(waitMs * (1 + JITTER * (2 * random() - 1)))
    const next = { ...over, due_at: clock.wallMs() + varied }
    await database.updateTable('alert_deliveries').set(next).where('id', '=', id).execute()
    this.#wait({ ...row, ...next }, varied)
  }

  #wait(row: AlertDeliveryTable, ms: number): void {
    if (this.#closed) return
    const timer = this.#options.clock.after(ms, () => {
      this.#waiting.delete(timer)
      this.#claimed(row)
    })
    this.#waiting.add(timer)
  }

  /** Of those that have ended only the newest stay. */
  async #prune(webhook: string): Promise<void> {
    const { database } = this.#options
    const ended = database
      .selectFrom('alert_deliveries')
      .select('id')
      .where('webhook', '=', webhook)
      .where('ended_at', 'is not', null)
    const newest = ended.orderBy('ended_at', 'desc').orderBy('id', 'desc').limit(KEPT_DELIVERIES)
    await database
      .deleteFrom('alert_deliveries')
      .where('id', 'in', ended)
      .where('id', 'not in', newest)
      .execute()
  }

  async #remove(id: string): Promise<void> {
    await this.#options.database.deleteFrom('alert_deliveries').where('id', '=', id).execute()
  }

  /** What could not be stored is tried again once its lease is over. */
  async #guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (!this.#closed) this.#options.warn(`alerts on their way could not be stored: ${String(error)}`)
    }
  }
}
