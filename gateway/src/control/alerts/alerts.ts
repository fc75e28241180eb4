import { randomUUID } from 'node:crypto'
import type { Clock, Timer } from '#domain/clock'
import type { LoggedEvent } from '#domain/event'
import type { RequestTotals } from '#domain/request-totals'
import type { AlertDeliveryTable, WebhookTable } from '#store/alerts-schema'
import type { ControlDatabase } from '#store/control-database'
import type { EventLog } from '#store/event-log'
import type { SecretBox } from '#store/secret-box'
import { serially } from '../serially.ts'
import type { Alert } from './alert.ts'
import { alertOf, shareAlert } from './alert.ts'
import type { Post } from './delivery.ts'
import { MovedShareWindow, SAMPLE_EVERY_MS } from './moved-share.ts'
import { Outbox } from './outbox.ts'
import { alertsOf } from './webhook-row.ts'

export interface AlertsOptions {
  readonly database: ControlDatabase
  readonly clock: Clock
  readonly events: EventLog
  readonly totals: () => RequestTotals
  readonly secrets: () => SecretBox
  readonly post: Post
  /** Where browsers find the console. */
  readonly origin: () => string
  /** The organisation that requests are counted for. */
  readonly organisation: string
  readonly warn: (message: string) => void
}

/** The same alert about the same thing is told again only after so long. */
const QUIET_MS = 300_000
const DAY_MS = 86_400_000
const MAX_REMEMBERED = 10_000

/** Tells operators of what they asked to be told of, once however many processes see it. */
export class Alerts {
  readonly #options: AlertsOptions
  readonly #outbox: Outbox
  readonly #share = new MovedShareWindow()
  /** What this process has told lately; spares the store. */
  readonly #lately = new Map<string, number>()
  readonly #unsubscribe: () => void
  #timer: Timer

  constructor(options: AlertsOptions) {
    const { events } = options
    this.#options = options
    this.#outbox = new Outbox({
      ...options,
      random: Math.random,
      targetOf: (webhook) => this.#targetOf(webhook),
      onEnd: (webhook, problem) => this.#remember(webhook, problem),
    })
    this.#unsubscribe = events.subscribe((event) => this.#happened(event))
    this.#timer = this.#sampleLater()
  }

  close(): void {
    this.#unsubscribe()
    this.#timer.cancel()
    this.#outbox.close()
  }

  /** Posts one to try it out, once; what went wrong, or `null`. */
  async try(webhook: WebhookTable): Promise<string | null> {
    const { clock, post } = this.#options
    const alert: Omit<Alert, 'kind'> & { readonly kind: string } = {
      kind: 'test',
      subject: webhook.name,
      organisation: webhook.organisation,
      at: clock.wallMs(),
      text: 'This is how alerts of Backstay arrive.',
      data: {},
    }
    const message = this.#messageOf(alert, 0)
    const problem = await post(this.#targetOf(webhook), message)
    await this.#outbox.keep({ ...message, webhook: webhook.id }, problem)
    await this.#remember(webhook.id, problem)
    return problem
  }

  #happened(event: LoggedEvent): void {
    if (event.event.kind === 'request-moved') this.#share.add(event.event.count)
    const alert = alertOf(event)
    if (alert !== null) this.#tell(alert, () => true)
  }

  #sampleLater(): Timer {
    const { clock, totals, organisation } = this.#options
    return clock.after(SAMPLE_EVERY_MS, () => {
      const found = this.#share.sample(totals())
      if (found !== null && found.moved > 0) {
        const alert = shareAlert({ organisation, at: clock.wallMs(), ...found })
        this.#tell(alert, (webhook) => found.share > webhook.fallback_share)
      }
      this.#timer = this.#sampleLater()
    })
  }

  #tell(alert: Alert, wanted: (webhook: WebhookTable) => boolean): void {
    const { clock, warn } = this.#options
    const name = `${alert.organisation} ${alert.kind} ${alert.subject}`
    const now = clock.now()
    const last = this.#lately.get(name)
    // The share is compared with what each webhook asks for, so that the store is asked every time.
    if (alert.kind !== 'fallback-share' && last !== undefined && now - last < QUIET_MS) return
    if (this.#lately.size >= MAX_REMEMBERED) this.#lately.clear()
    this.#lately.set(name, now)
    this.#send(alert, wanted).catch((error: unknown) => {
      this.#lately.delete(name)
      warn(`an alert (${alert.kind}) could not be sent: ${String(error)}`)
    })
  }

  async #send(alert: Alert, wanted: (webhook: WebhookTable) => boolean): Promise<void> {
    const { database } = this.#options
    const rows = await database
      .selectFrom('webhooks')
      .selectAll()
      .where('organisation', '=', alert.organisation)
      .where('enabled', '=', 1)
      .execute()
    for (const webhook of rows) {
      if (!alertsOf(webhook).includes(alert.kind) || !wanted(webhook)) continue
      const delivery = await this.#claim(webhook, alert)
      if (delivery === 'full') await this.#remember(webhook.id, 'too many alerts wait to be delivered')
      else if (delivery !== null) this.#outbox.start(delivery)
    }
  }

  /** The alert as it is to be posted; `null`: the same was told too short a time ago. */
  #claim(webhook: WebhookTable, alert: Alert): Promise<AlertDeliveryTable | 'full' | null> {
    const { database, clock } = this.#options
    const at = clock.wallMs()
    const id = `${webhook.id} ${alert.kind} ${alert.subject}`
    return serially(database, async (within) => {
      const row = await within.selectFrom('alerts_sent').selectAll().where('id', '=', id).executeTakeFirst()
      if (row !== undefined && at - row.at < QUIET_MS) {
        const repeated = row.repeated + 1
        await within.updateTable('alerts_sent').set({ repeated }).where('id', '=', id).execute()
        return null
      }
      await within.deleteFrom('alerts_sent').where('id', '=', id).execute()
      await within
        .deleteFrom('alerts_sent')
        .where('at', '<', at - DAY_MS)
        .execute()
      await within.insertInto('alerts_sent').values({ id, at, repeated: 0 }).execute()
      const message = this.#messageOf(alert, row?.repeated ?? 0)
      return (await this.#outbox.add({ ...message, webhook: webhook.id }, within)) ?? 'full'
    })
  }

  #targetOf(webhook: WebhookTable): { url: string; secret: string } {
    return { url: webhook.url, secret: this.#options.secrets().open(webhook.id, webhook) }
  }

  #messageOf(alert: object, repeated: number): { id: string; body: string } {
    const id = `msg_${randomUUID()}`
    const console = `${this.#options.origin()}/console`
    return { id, body: JSON.stringify({ id, ...alert, repeated, console }) }
  }

  async #remember(id: string, problem: string | null): Promise<void> {
    const { database, clock, warn } = this.#options
    await database
      .updateTable('webhooks')
      .set({ sent_at: clock.wallMs(), sent_detail: problem ?? '' })
      .where('id', '=', id)
      .execute()
      .catch((error: unknown) => warn(`what became of an alert could not be stored: ${String(error)}`))
  }
}
