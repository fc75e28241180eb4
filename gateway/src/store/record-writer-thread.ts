import { setImmediate } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import type { ThreadData } from './asked-messages.ts'
import { recordInserter } from './record-inserter.ts'
import type { Batch } from './tables.ts'
import type { FromThread, SpendingQuestions, Sweeping, ToThread } from './writer-messages.ts'

const { location } = workerData as ThreadData
const inserter = recordInserter(location)
const closing = new AbortController()

parentPort?.on('message', (message: ToThread) => {
  if (message === 'close') void close()
  else if ('questions' in message) void sum(message)
  else if ('cutoffs' in message) void sweep(message)
  else void store(message)
})

/** Opened before the first batch, so that what is wrong with the store is known at once. */
void open()

async function open(): Promise<void> {
  try {
    await inserter.open()
    report({ kind: 'opened' })
  } catch (error) {
    report({ kind: 'unopened', message: messageOf(error) })
  }
}

async function store(batch: Batch): Promise<void> {
  try {
    report({ kind: 'stored', refused: await inserter.insert(batch) })
  } catch (error) {
    report({ kind: 'failed', message: messageOf(error) })
  }
}

async function sum({ number, questions }: SpendingQuestions): Promise<void> {
  try {
    report({ kind: 'summed', number, sums: await inserter.sumSpending(questions) })
  } catch (error) {
    report({ kind: 'unsummed', number, message: messageOf(error) })
  }
}

/** Between two steps there is time for a batch. */
async function sweep({ cutoffs }: Sweeping): Promise<void> {
  let removed = 0
  try {
    let more = true
    while (more && !closing.signal.aborted) {
      const step = await inserter.sweep(cutoffs)
      removed += step
      more = step > 0
      await setImmediate()
    }
    report({ kind: 'swept', removed, failure: null })
  } catch (error) {
    report({ kind: 'swept', removed, failure: messageOf(error) })
  }
}

async function close(): Promise<void> {
  closing.abort()
  await inserter.close()
  parentPort?.close()
}

function report(message: FromThread): void {
  parentPort?.postMessage(message)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
