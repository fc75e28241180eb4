import { closeSync, openSync, rmSync, unlink, writeSync } from 'node:fs'
import { join } from 'node:path'
import { spoolHeader, spoolLine } from './spool-line.ts'
import type { WrittenTable } from './tables.ts'
import { TABLE_NAMES } from './tables.ts'

/** A file that has grown so large is followed by another one: it is removed, or read again, as a whole. */
const SEGMENT_BYTES = 4_194_304
/** Longest time that a row waits for others of its turn of the event loop. */
const TURN_MS = 10
/** A disk that did not take something, or took so long for it, is left alone for a while. */
const SLOW_MS = 1_000
const REST_MS = 1_000
/** No file is begun for less. */
const ROOM_BYTES = 65_536
const ONLY_OWNER = 0o600

/** Rows in the order in which they came, in one file. */
interface Segment {
  /** `null`: in memory only, because the disk did not take them. */
  readonly path: string | null
  readonly file: number | null
  /** They are nowhere else: there is no room in memory. */
  readonly alone: boolean
  bytes: number
  /** Something that was added may not be in the file. */
  torn: boolean
  /** Rows that are not stored yet. */
  readonly waiting: Record<WrittenTable, number>
}

export interface SpoolOptions {
  /** Of all files together. */
  readonly maxBytes: number
  /** Monotonic time, ms. */
  readonly now: () => number
  /** Why rows wait in memory only; told again after it went well in between. */
  readonly onFailure: (message: string) => void
}

/**
 * Files in which rows wait until they are stored. What is added is with the operating system at the end of the turn of
 * the event loop in which it was added, ten milliseconds of it at most: from then on a killed process does not lose it.
 */
export class Spool {
  readonly #options: SpoolOptions
  #folder: string | null = null
  #number = 0
  #segments: Segment[] = []
  #current: Segment = inMemory()
  #bytes = 0
  #pending: string[] = []
  #pendingSince = 0
  #restUntil = Number.NEGATIVE_INFINITY
  #failing = false

  constructor(options: SpoolOptions) {
    this.#options = options
    this.#segments.push(this.#current)
  }

  /** From now on files are made in this folder, which is nobody else's. */
  begin(folder: string): void {
    this.flush()
    this.#folder = folder
    this.#follow(this.#opened(false))
  }

  /** Do rows that are added now have no other place. */
  get alone(): boolean {
    return this.#current.alone
  }

  /** Rows that are in files only. */
  get aloneRows(): number {
    return this.#segments.reduce((sum, one) => (one.alone ? sum + rowsOf(one) : sum), 0)
  }

  /** A row that memory holds as well. */
  add(table: WrittenTable, row: string): void {
    const inFile = this.#current.file !== null || this.#wakes()
    this.#current.waiting[table] += 1
    if (!inFile) return
    const now = this.#options.now()
    if (this.#pending.length === 0) {
      this.#pendingSince = now
      setImmediate(() => this.flush())
    }
    this.#pending.push(spoolLine(table, row))
    if (now - this.#pendingSince > TURN_MS) this.flush()
  }

  /** From now on rows are added with `addAlone`. Returns if that can be. */
  standAlone(): boolean {
    this.flush()
    if (this.#options.now() < this.#restUntil) return false
    const segment = this.#opened(true)
    if (segment.file === null) return false
    this.#follow(segment)
    return true
  }

  /** A row for which memory has no room. Returns if the disk has. */
  addAlone(table: WrittenTable, row: string): boolean {
    const { waiting } = this.#current
    waiting[table] += 1
    if (this.#write(spoolLine(table, row))) return true
    waiting[table] -= 1
    return false
  }

  /** Writes what was added in this turn. */
  flush(): void {
    if (this.#pending.length === 0) return
    const text = this.#pending.join('')
    this.#pending = []
    this.#write(text)
  }

  /** The file with the oldest of all rows, if they are nowhere else; what is added from now on is in memory too. */
  oldestAlone(memoryIsEmpty: boolean): string | null {
    if (memoryIsEmpty)
      while (this.#segments.some(({ alone }) => alone) && !this.#first().alone) this.#remove(this.#first())
    const first = this.#first()
    if (!first.alone) return null
    if (first === this.#current) this.#follow(this.#opened(false))
    return first.path
  }

  /** So many of the oldest rows that memory holds as well need not be kept any longer. */
  settle(counts: Readonly<Partial<Record<WrittenTable, number>>>): void {
    for (const table of TABLE_NAMES) {
      let left = counts[table] ?? 0
      for (const { alone, waiting } of this.#segments) {
        if (left === 0) break
        if (alone) continue
        const settled = Math.min(left, waiting[table])
        waiting[table] -= settled
        left -= settled
      }
    }
    for (const segment of this.#segments.filter((one) => one !== this.#current && !one.alone))
      if (rowsOf(segment) === 0) this.#remove(segment)
  }

  /** Everything in that file is stored. Returns how many rows these were. */
  settleFile(path: string): number {
    const segment = this.#segments.find((one) => one.path === path)
    if (segment === undefined) return 0
    this.#remove(segment)
    return rowsOf(segment)
  }

  /** Ends; files with rows that are not stored stay. Returns how many rows these are. */
  close(): number {
    this.flush()
    let kept = 0
    for (const segment of this.#segments) {
      if (segment.file !== null && segment === this.#current) closeSync(segment.file)
      if (segment.path === null) continue
      if (rowsOf(segment) === 0) rmSync(segment.path, { force: true })
      if (!segment.torn) kept += rowsOf(segment)
    }
    this.#segments = []
    this.#current = inMemory()
    this.#folder = null
    return kept
  }

  #first(): Segment {
    return this.#segments[0] ?? this.#current
  }

  /** After a rest the disk is tried again. */
  #wakes(): boolean {
    if (this.#folder === null || this.#options.now() < this.#restUntil) return false
    const segment = this.#opened(false)
    if (segment.file === null) return false
    this.#follow(segment)
    return true
  }

  #write(text: string): boolean {
    const segment = this.#current
    if (segment.file === null) return false
    const bytes = Buffer.from(text)
    const start = this.#options.now()
    try {
      if (this.#bytes + bytes.length > this.#options.maxBytes) throw this.#full()
      for (let at = 0; at < bytes.length;) at += writeSync(segment.file, bytes, at)
    } catch (error) {
      segment.torn = true
      this.#rest(messageOf(error))
      return false
    }
    segment.bytes += bytes.length
    this.#bytes += bytes.length
    const tookMs = this.#options.now() - start
    if (tookMs > SLOW_MS) this.#rest(`the disk took ${Math.round(tookMs)} ms to write`)
    else {
      this.#failing = false
      if (segment.bytes >= SEGMENT_BYTES) this.#follow(this.#opened(segment.alone))
    }
    return true
  }

  #opened(alone: boolean): Segment {
    if (this.#folder === null) return inMemory()
    const path = join(this.#folder, `${String(this.#number++).padStart(9, '0')}.rows`)
    try {
      if (this.#bytes + ROOM_BYTES > this.#options.maxBytes) throw this.#full()
      const file = openSync(path, 'ax', ONLY_OWNER)
      const header = Buffer.from(spoolHeader())
      writeSync(file, header)
      this.#bytes += header.length
      return { ...inMemory(), path, file, alone, bytes: header.length }
    } catch (error) {
      this.#rest(messageOf(error))
      return inMemory()
    }
  }

  #full(): Error {
    return new Error(`the ${this.#options.maxBytes} bytes that it may have are full`)
  }

  #follow(segment: Segment): void {
    const before = this.#current
    if (before.file !== null) closeSync(before.file)
    this.#segments.push(segment)
    this.#current = segment
    if (rowsOf(before) === 0 && this.#segments.includes(before)) this.#remove(before)
  }

  /** Rows wait in memory for a while. */
  #rest(why: string): void {
    this.#restUntil = this.#options.now() + REST_MS
    if (this.#current.file !== null) this.#follow(inMemory())
    if (this.#failing) return
    this.#failing = true
    this.#options.onFailure(why)
  }

  #remove(segment: Segment): void {
    this.#segments = this.#segments.filter((one) => one !== segment)
    this.#bytes -= segment.bytes
    // One that somebody else has read and removed is gone.
    if (segment.path !== null) unlink(segment.path, () => undefined)
  }
}

function inMemory(): Segment {
  return { path: null, file: null, alone: false, bytes: 0, torn: false, waiting: noRows() }
}

function noRows(): Record<WrittenTable, number> {
  return { usage_records: 0, events: 0, feedback: 0 }
}

function rowsOf({ waiting }: Segment): number {
  return TABLE_NAMES.reduce((sum, table) => sum + waiting[table], 0)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
