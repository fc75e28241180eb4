import type { LoggedEvent } from '#domain/event'
import type { UsageRecord } from '#domain/record'
import type { Generation, GenerationQuestion } from './find-generation.ts'
import type { EventFilter, EventsAfter } from './list-events.ts'
import type { UsageFilter } from './list-usage.ts'
import type { UsageSummary, UsageSummaryFilter } from './usage-summary.ts'

/** What can be asked of the store: name → question and answer. */
export interface StoreQueries {
  'list-events': { readonly ask: EventFilter; readonly answer: readonly LoggedEvent[] }
  'events-after': {
    readonly ask: EventsAfter
    readonly answer: readonly LoggedEvent[]
  }
  'list-usage': { readonly ask: UsageFilter; readonly answer: readonly UsageRecord[] }
  'find-usage': {
    readonly ask: { readonly organisation: string; readonly id: string }
    readonly answer: UsageRecord | null
  }
  'usage-summary': { readonly ask: UsageSummaryFilter; readonly answer: UsageSummary }
  'find-generation': { readonly ask: GenerationQuestion; readonly answer: Generation | null }
}

export type QueryName = keyof StoreQueries

/** To the thread: one question. */
export interface Question<Name extends QueryName = QueryName> {
  readonly name: Name
  readonly ask: StoreQueries[Name]['ask']
}
