import type { ReportedLimit } from '#domain/reported-limit'

/** Longest that a report is believed: what was misread must not put a deployment last for days. */
const MOST_MS = 3_600_000
/** How long a report counts that does not say when there is more. */
const UNSAID_MS = 10_000

/** How much was sent to a deployment since the start: where an attempt stands among the others. */
export interface SentSoFar {
  readonly sentRequests: number
  readonly sentTokens: number
}

/** What a request would take. */
export interface Need {
  readonly input: number
  /** Input and output. */
  readonly tokens: number
}

interface Report {
  readonly limits: readonly ReportedLimit[]
  readonly at: number
  /** Up to the attempt that brought it, which its numbers count already. */
  readonly sent: SentSoFar
  /** Clock reading from which on it says nothing more. */
  readonly until: number
}

/** What a provider last reported of its limits for one deployment, with what was sent since then taken off. */
export class ReportedLimits {
  #report: Report | null = null

  /** What was reported last, and when; `null` once it is out of date. */
  at(now: number): { readonly limits: readonly ReportedLimit[]; readonly at: number } | null {
    return this.#current(now)
  }

  /** `sent` is where the attempt stands that brought the report: one that was sent before the last report changes nothing. */
  report(limits: readonly ReportedLimit[], sent: SentSoFar, now: number): void {
    if (this.#report !== null && sent.sentRequests < this.#report.sent.sentRequests) return
    let longest = 0
    for (const limit of limits) longest = Math.max(longest, lastsMs(limit))
    this.#report = { limits, at: now, sent, until: now + longest }
  }

  /** Milliseconds until every limit can take the request; 0 means now, as far as is known. */
  waitMs(need: Need, sent: SentSoFar, now: number): number {
    const report = this.#current(now)
    if (report === null) return 0
    const passed = now - report.at
    let wait = 0
    for (const limit of report.limits) {
      const left = lastsMs(limit) - passed
      if (left > wait && limit.remaining - takenSince(report, sent, limit) < amountOf(limit, need))
        wait = left
    }
    return wait
  }

  /** The largest part of a limit of tokens that is used up, 0–1. */
  usedShare(sent: SentSoFar, now: number): number {
    const report = this.#current(now)
    if (report === null) return 0
    let used = 0
    for (const limit of report.limits) {
      if (limit.counts === 'requests' || limit.limit === null || now - report.at >= lastsMs(limit)) continue
      const left = limit.remaining - (sent.sentTokens - report.sent.sentTokens)
      used = Math.max(used, 1 - left / limit.limit)
    }
    return Math.min(1, used)
  }

  #current(now: number): Report | null {
    if (this.#report !== null && now >= this.#report.until) this.#report = null
    return this.#report
  }
}

function lastsMs({ resetInMs }: ReportedLimit): number {
  return Math.min(MOST_MS, resetInMs ?? UNSAID_MS)
}

function amountOf({ counts }: ReportedLimit, { input, tokens }: Need): number {
  switch (counts) {
    case 'requests':
      return 1
    case 'tokens':
      return tokens
    case 'input':
      return input
    case 'output':
      return tokens - input
  }
}

/** Of input and output together, where a provider limits them apart: those before are taken to be all of the one kind. */
function takenSince(report: Report, sent: SentSoFar, { counts }: ReportedLimit): number {
  return counts === 'requests'
    ? sent.sentRequests - report.sent.sentRequests
    : sent.sentTokens - report.sent.sentTokens
}
