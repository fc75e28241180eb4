import { setImmediate, setTimeout } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { adoptSpools, replayFile } from './adopt-spools.ts'
import { recordInserter } from './record-inserter.ts'
import type { HeldFolder } from './spool-folder.ts'
import { ownFolder } from './spool-folder.ts'
import type { Batch, Row } from './tables.ts'
import type {
  FromThread,
  RowsToStore,
  SpendingQuestions,
  Sweeping,
  ToThread,
  WriterData,
} from './writer-messages.ts'

/** What was spent includes what is left of processes that are gone, unless that is very much. */
const ADOPTING_MS = 2_000
const AGAIN_MS = 2_000

const { location, spools } = workerData as WriterData
const inserter = recordInserter(location)
const closing = new AbortController()
let folder: HeldFolder | null = null
let turn: Promise<unknown> = Promise.resolve()

parentPort?.on('message', (message: ToThread) => {
  if (message === 'close') void close()
  else if ('questions' in message) void sum(message)
  else if ('cutoffs' in message) void sweep(message)
  else if ('path' in message) void store(async () => (await replayFile(message.path, insert)).refused)
  else void store(() => insert(batchOf(message)))
})

beginSpool()
const adopted = adopt()

/** Before the store is opened: while it is away rows wait all the more. */
function beginSpool(): void {
  if (spools === null) return
  try {
    folder = ownFolder(spools)
    report({ kind: 'spooling', folder: folder.path })
  } catch (error) {
    report({ kind: 'unspooled', message: messageOf(error) })
  }
}

/** The store is opened before the first batch, so that what is wrong with it is known at once. */
async function open(): Promise<boolean> {
  try {
    await inserter.open()
    report({ kind: 'opened' })
    return true
  } catch (error) {
    report({ kind: 'unopened', message: messageOf(error) })
    return false
  }
}

/** What others have left is tried for until the store takes it, between the batches of our own. */
async function adopt(): Promise<void> {
  const opened = await open()
  if (spools === null) return
  if (!opened) await pause()
  while (!closing.signal.aborted) {
    try {
      report({ kind: 'adopted', ...(await adoptSpools(spools, insert)) })
      return
    } catch {
      // The store has failed, of which the next batch tells.
      await pause()
    }
  }
}

async function pause(): Promise<void> {
  await setTimeout(AGAIN_MS, null, { signal: closing.signal }).catch(() => undefined)
}

function batchOf({ rows }: RowsToStore): Batch {
  return Object.fromEntries(Object.entries(rows).map(([table, text]) => [table, JSON.parse(text) as Row[]]))
}

/** One after the other. */
function insert(batch: Batch): Promise<string[]> {
  const inserted = turn.then(() => {
    closing.signal.throwIfAborted()
    return inserter.insert(batch)
  })
  turn = inserted.catch(() => undefined)
  return inserted
}

async function store(work: () => Promise<readonly string[]>): Promise<void> {
  try {
    report({ kind: 'stored', refused: await work() })
  } catch (error) {
    report({ kind: 'failed', message: messageOf(error) })
  }
}

async function sum({ number, questions }: SpendingQuestions): Promise<void> {
  await Promise.race([
    adopted,
    setTimeout(ADOPTING_MS, null, { signal: closing.signal }).catch(() => undefined),
  ])
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
  await turn
  await inserter.close()
  folder?.release()
  parentPort?.close()
}

function report(message: FromThread): void {
  parentPort?.postMessage(message)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
