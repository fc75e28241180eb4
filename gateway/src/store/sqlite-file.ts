import { statSync } from 'node:fs'
import type { OpenDatabase } from './sqlite-database.ts'

interface Held<Opened> {
  readonly opened: Opened
  /** Tells the file from one that takes its place. */
  readonly identity: string | null
}

/** A SQLite database that is opened when it is used, and anew when its file was moved or replaced under us. */
export class SqliteFile<Opened extends OpenDatabase> {
  readonly #path: string
  readonly #open: (path: string) => Promise<Opened>
  #held: Promise<Held<Opened>> | null = null

  constructor(path: string, open: (path: string) => Promise<Opened>) {
    this.#path = path
    this.#open = open
  }

  /** A transaction that was begun goes on in the file that it began in. */
  async current(): Promise<Opened> {
    const held = this.#held
    if (held !== null) {
      const { opened, identity } = await held
      if (opened.raw.isTransaction || identity === fileIdentity(this.#path)) return opened
      await this.#forget(held)
    }
    this.#held ??= this.#start()
    return (await this.#held).opened
  }

  /** What is wrong with the database as it is open may be right once it is opened anew. */
  async failed(): Promise<void> {
    const held = this.#held
    if (held !== null && !(await held).opened.raw.isTransaction) await this.#forget(held)
  }

  /** Rolls back what was begun. */
  async close(): Promise<void> {
    if (this.#held !== null) await this.#forget(this.#held)
  }

  #start(): Promise<Held<Opened>> {
    const starting = this.#open(this.#path).then((opened) => ({
      opened,
      identity: fileIdentity(this.#path),
    }))
    starting.catch(() => {
      if (this.#held === starting) this.#held = null
    })
    return starting
  }

  async #forget(held: Promise<Held<Opened>>): Promise<void> {
    if (this.#held !== held) return
    this.#held = null
    const opened = await held.then(
      (one) => one.opened,
      () => null,
    )
    opened?.raw.close()
  }
}

function fileIdentity(path: string): string | null {
  const file = statSync(path, { throwIfNoEntry: false })
  return file === undefined ? null : `${file.dev}:${file.ino}`
}
