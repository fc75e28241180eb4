import type { Clock, Timer } from '#domain/clock'
import type { SharedCopies } from '#domain/shared-state'
import type { ConfigurationStore, StoredConfiguration } from '#store/configuration-store'
import type { SealedSecret, SecretBox } from '#store/secret-box'

/** What nobody has confirmed for a day is not used any more. */
const KEPT_MS = 86_400_000
const RENEW_MS = 30_000
/** All of them are made anew so often. */
const ALL_MS = 600_000
/** Changes that come together are kept together. */
const SOON_MS = 50

export interface ConfigurationCopiesOptions {
  readonly clock: Clock
  readonly store: Pick<ConfigurationStore, 'read'>
  /** Where they are kept; `null`: nowhere. */
  readonly copies: () => SharedCopies | null
  readonly box: () => SecretBox
}

/** What is stored of configurations, as it was when a gateway last saw it. */
export interface CopiedConfigurations {
  /** By organisation. */
  readonly stored: ReadonlyMap<string, StoredConfiguration>
  /** Since the store was last seen to say so, by any gateway. */
  readonly ageMs: number
}

/**
 * Keeps a copy of what is stored of configurations where other gateways find it that start while the store is away.
 * Each is sealed under the master key: nobody else reads it, or puts another one in its place.
 */
export class ConfigurationCopies {
  readonly #options: ConfigurationCopiesOptions
  readonly #known = new Set<string>()
  /** Organisations whose copy is not up to date. */
  readonly #due = new Set<string>()
  #allAt: number
  #timer: Timer | null = null
  #isKeeping = false
  #closed = false

  constructor(options: ConfigurationCopiesOptions) {
    this.#options = options
    this.#allAt = options.clock.now()
  }

  /** What the store says of this organisation is another thing now. */
  changed(organisation: string): void {
    this.#known.add(organisation)
    this.#due.add(organisation)
    this.#later(SOON_MS)
  }

  /** Rejects where there is none, or nobody to ask. */
  async read(): Promise<CopiedConfigurations> {
    const copies = this.#options.copies()
    if (copies === null) throw new Error('no copies are kept')
    const { texts, leftMs } = await copies.read()
    const box = this.#options.box()
    const stored = new Map<string, StoredConfiguration>()
    for (const [organisation, text] of texts) {
      const sealed = JSON.parse(text) as SealedSecret
      stored.set(organisation, JSON.parse(box.open(sealOf(organisation), sealed)) as StoredConfiguration)
    }
    return { stored, ageMs: Math.max(0, KEPT_MS - leftMs) }
  }

  close(): void {
    this.#closed = true
    this.#timer?.cancel()
  }

  #later(delayMs: number): void {
    this.#timer?.cancel()
    if (!this.#closed) this.#timer = this.#options.clock.after(delayMs, () => void this.#look())
  }

  async #look(): Promise<void> {
    if (this.#isKeeping) return
    this.#isKeeping = true
    let hasFailed = false
    try {
      await this.#keep()
    } catch {
      // What failed is due still: store or Redis are away, and say so elsewhere.
      hasFailed = true
    }
    this.#isKeeping = false
    this.#later(this.#due.size > 0 && !hasFailed ? SOON_MS : RENEW_MS)
  }

  async #keep(): Promise<void> {
    const { clock, copies: find } = this.#options
    const copies = find()
    if (copies === null) return
    const isLost = !(await copies.renew(KEPT_MS))
    // Secrets may be encrypted anew under another key, which is no change of a configuration.
    const isOld = clock.now() - this.#allAt > ALL_MS
    if (isLost || isOld) for (const organisation of this.#known) this.#due.add(organisation)
    if (isOld) this.#allAt = clock.now()
    for (const organisation of this.#due) {
      this.#due.delete(organisation)
      try {
        await this.#keepOne(organisation, copies)
      } catch (cause) {
        this.#due.add(organisation)
        throw cause
      }
    }
  }

  async #keepOne(organisation: string, copies: SharedCopies): Promise<void> {
    const { store, box } = this.#options
    const text = JSON.stringify(await store.read(organisation))
    await copies.keep(organisation, JSON.stringify(box().seal(sealOf(organisation), text)), KEPT_MS)
  }
}

function sealOf(organisation: string): string {
  return `copy of ${organisation}`
}
