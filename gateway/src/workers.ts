import type { Worker } from 'node:cluster'
import cluster from 'node:cluster'
import type { BaseLogger } from 'pino'
import type { SharedCall, SharedReply } from '#shared-state/worker-state'
import { answerFor } from '#shared-state/worker-state'
import { SharedCenter } from '#shared-state/shared-center'
import { systemClock } from './system-clock.ts'

/** What a worker tells the process that started it. */
export type WorkerMessage =
  | { readonly kind: 'serving'; readonly url: string }
  | { readonly kind: 'sign-in'; readonly link: string }
  | { readonly kind: 'shared'; readonly call: SharedCall }

/** What it is told. */
export type ParentMessage =
  | { readonly kind: 'stop' }
  | { readonly kind: 'shared'; readonly reply: SharedReply }

export interface WorkersOptions {
  readonly count: number
  readonly log: BaseLogger
  /** All of them serve. */
  readonly onServing: (url: string) => void
  readonly onSignIn: (link: string) => void
}

/** Processes that serve on the same port. */
export interface Workers {
  /** Lets all of them finish; resolves when they have ended. */
  readonly stop: () => Promise<void>
  /** Ends them at once. */
  readonly kill: () => void
  /** Resolves with the exit code of a worker that could not start while none ever had. */
  readonly failed: Promise<number>
}

/** A worker that ends is replaced after this long, doubled each time in a row up to the limit. */
const AGAIN_MS = 100
const AGAIN_MAX_MS = 10_000
/** Whoever has served for so long ends in a new row. */
const STEADY_MS = 10_000

const clock = systemClock

/**
 * Starts workers and keeps up their number. All of them accept from one socket, which this process keeps: what one has not
 * accepted yet is not lost when it dies. (Node's other way, handing connections out in turn, leaves the ones hanging
 * that are on their way to a process that has just died.) What they share is in the memory of this process, unless they
 * have a Redis.
 */
export function startWorkers({ count, log, onServing, onSignIn }: WorkersOptions): Workers {
  const center = new SharedCenter(clock)
  const serving = new Set<Worker>()
  let everServing = false
  let stopping = false
  let inARow = 0
  let started = 0
  let tellFailed: (code: number) => void = () => undefined
  const failed = new Promise<number>((resolve) => {
    tellFailed = resolve
  })
  const start = (): void => {
    if (stopping) return
    const worker = cluster.fork({ BACKSTAY_WORKER: String(++started) })
    const startedAt = clock.now()
    const answer = answerFor(center, String(worker.id), (reply) => tell(worker, { kind: 'shared', reply }))
    worker.on('message', (message: WorkerMessage) => {
      if (message.kind === 'shared') answer(message.call)
      else if (message.kind === 'sign-in') onSignIn(message.link)
      else {
        serving.add(worker)
        // The first one finds out if it can be done at all, and makes the store.
        if (started === 1) for (let n = 1; n < count; n++) start()
        if (everServing || serving.size < count) return
        everServing = true
        onServing(message.url)
      }
    })
    worker.on('exit', (code, signal) => {
      center.leave(String(worker.id))
      serving.delete(worker)
      if (stopping) return
      if (!everServing) {
        tellFailed(code ?? 1)
        return
      }
      inARow = clock.now() - startedAt > STEADY_MS ? 0 : inARow + 1
      const againMs = Math.min(AGAIN_MAX_MS, AGAIN_MS * 2 ** inARow)
      log.error({ worker: worker.process.pid, code, signal, againMs }, 'worker-ended')
      clock.after(againMs, start)
    })
  }
  cluster.schedulingPolicy = cluster.SCHED_NONE
  cluster.setupPrimary({ serialization: 'advanced' })
  start()
  return {
    failed,
    stop: async () => {
      stopping = true
      await Promise.all(living().map(stopped))
    },
    kill: () => {
      stopping = true
      for (const worker of living()) worker.process.kill('SIGKILL')
    },
  }
}

function living(): Worker[] {
  return Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined)
}

function stopped(worker: Worker): Promise<void> {
  return new Promise((resolve) => {
    worker.once('exit', () => resolve())
    tell(worker, { kind: 'stop' })
  })
}

/** One that is about to end hears nothing. */
function tell(worker: Worker, message: ParentMessage): void {
  if (worker.isConnected()) worker.send(message, () => undefined)
}
