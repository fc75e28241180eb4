import type { AnswerHead, AttemptHandle, AttemptObserver, Outcome } from '#domain/attempt'
import type { ContinueSource } from '#domain/continuation'
import type { ReportedLimit } from '#domain/reported-limit'
import type { TokenUsage } from '#domain/usage'

/** Passes on what is told of an attempt and what is asked of it, and tells how it ended. */
export class WatchedAttempt implements AttemptObserver, AttemptHandle {
  handle: AttemptHandle | null = null
  readonly #observer: AttemptObserver
  readonly #ended: (kind: Outcome['kind'] | 'aborted') => void

  constructor(observer: AttemptObserver, ended: (kind: Outcome['kind'] | 'aborted') => void) {
    this.#observer = observer
    this.#ended = ended
  }

  sent(): void {
    this.#observer.sent()
  }

  reported(limits: readonly ReportedLimit[]): void {
    this.#observer.reported(limits)
  }

  activity(): void {
    this.#observer.activity()
  }

  committed(head: AnswerHead, chunks: readonly Uint8Array[], whole: boolean): void {
    this.#observer.committed(head, chunks, whole)
  }

  bytes(chunk: Uint8Array): void {
    this.#observer.bytes(chunk)
  }

  ended(outcome: Outcome): void {
    this.#ended(outcome.kind)
    this.#observer.ended(outcome)
  }

  abort(): TokenUsage | null {
    this.#ended('aborted')
    return this.handle?.abort() ?? null
  }

  delivered(): ContinueSource | null {
    return this.handle?.delivered() ?? null
  }

  used(): TokenUsage | null {
    return this.handle?.used() ?? null
  }

  pause(): void {
    this.handle?.pause()
  }

  resume(): void {
    this.handle?.resume()
  }
}
