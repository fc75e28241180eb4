import { describe, expect, it } from 'vitest'
import type { SharedCopies } from '#domain/shared-state'
import { VirtualClock } from '#simulator/virtual-clock'
import { SecretBox } from '#store/secret-box'
import { ConfigurationCopies } from './configuration-copies.ts'

const MASTER_KEY = 'master-key-of-the-tests-0123456789'

/** Where copies are kept, and may be away. */
class Shelf implements SharedCopies {
  readonly texts = new Map<string, string>()
  isAway = false
  #until = 0
  readonly #clock: VirtualClock

  constructor(clock: VirtualClock) {
    this.#clock = clock
  }

  async keep(id: string, text: string, forMs: number): Promise<void> {
    await this.#reach()
    this.texts.set(id, text)
    this.#until = this.#clock.now() + forMs
  }

  async renew(forMs: number): Promise<boolean> {
    await this.#reach()
    if (this.texts.size > 0) this.#until = this.#clock.now() + forMs
    return this.texts.size > 0
  }

  async read() {
    await this.#reach()
    return { texts: this.texts, leftMs: this.#until - this.#clock.now() }
  }

  async #reach(): Promise<void> {
    if (this.isAway) throw new Error('nobody answers')
  }
}

function copiesIn(shelf: Shelf, clock: VirtualClock, masterKey = MASTER_KEY) {
  const stored = { number: 1, entries: [], secrets: [] }
  const box = (): SecretBox => new SecretBox([masterKey])
  const read = async () => ({ ...stored })
  return { stored, copies: new ConfigurationCopies({ clock, store: { read }, copies: () => shelf, box }) }
}

describe('copies of what is stored of configurations', () => {
  it('are what was stored last, and as old as the last time that a gateway saw it', async () => {
    const clock = new VirtualClock()
    const shelf = new Shelf(clock)
    const { stored, copies } = copiesIn(shelf, clock)
    copies.changed('one')
    await clock.advance(100)
    stored.number = 2
    copies.changed('one')
    await clock.advance(100)
    copies.close()
    await clock.advance(60_000)

    expect(await copies.read()).toEqual({ stored: new Map([['one', stored]]), ageMs: 60_050 })
  })

  it('are made up for when they could not be kept, and when they were lost', async () => {
    const clock = new VirtualClock()
    const shelf = new Shelf(clock)
    const { stored, copies } = copiesIn(shelf, clock)
    shelf.isAway = true
    copies.changed('one')
    await clock.advance(1_000)
    shelf.isAway = false
    await clock.advance(31_000)
    expect((await copies.read()).stored.get('one')).toEqual(stored)
    shelf.texts.clear()
    await clock.advance(31_000)
    expect((await copies.read()).stored.get('one')).toEqual(stored)
    copies.close()
  })

  it('can be read and made by those only who have the master key, each for its own organization', async () => {
    const clock = new VirtualClock()
    const shelf = new Shelf(clock)
    const { copies } = copiesIn(shelf, clock)
    copies.changed('one')
    await clock.advance(100)
    copies.close()
    const other = copiesIn(shelf, clock, 'another-master-key-0123456789-0123')
    await expect(other.copies.read()).rejects.toThrow('another master key')
    shelf.texts.set('two', shelf.texts.get('one') ?? '')
    await expect(copies.read()).rejects.toThrow('changed or damaged')
  })
})
