/**
 * What is asked of a target: whole answers; streams sent all at once; streams of events that come one by one; the same,
 * short and slow; streams that go on until they are given up.
 */
export const KINDS = ['unary', 'stream', 'steady', 'paced', 'held'] as const

export type Kind = (typeof KINDS)[number]

/** Something that answers chat completions on a port of 127.0.0.1. */
export interface Target {
  readonly name: 'direct' | 'nginx' | 'Portkey' | 'Backstay'
  readonly version: string
  /** The process whose CPU is counted; `null` where there is none between client and upstream. */
  readonly pid: number | null
  readonly port: number
  path(kind: Kind): string
  headers(kind: Kind): Readonly<Record<string, string>>
  /** What the request's `model` must say. */
  model(kind: Kind): string
  /** What it is asked in another dialect than chat completions, as JSON; `text` is the user's. */
  readonly body?: (text: string) => object
}
