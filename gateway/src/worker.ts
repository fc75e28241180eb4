import cluster from 'node:cluster'
import type { SharedListener, SharedState } from '#domain/shared-state'
import { WorkerState } from '#shared-state/worker-state'
import { systemClock } from './system-clock.ts'
import type { ParentMessage, WorkerMessage } from './workers.ts'

/** Which worker this process is, from 1; `null`: none, it stands for itself. */
export function workerNumber(): number | null {
  return cluster.isWorker ? Number(process.env['BACKSTAY_WORKER'] ?? '1') : null
}

export function tellParent(message: WorkerMessage): void {
  process.send?.(message)
}

const listeners = new Set<SharedListener>()
let link: WorkerState | null = null

/** What is shared is in the memory of the process that started this one; all who ask for it get the same. */
export function stateOfParent(listener: SharedListener): SharedState {
  listeners.add(listener)
  link ??= linkToParent()
  queueMicrotask(() => listener.connected())
  return link
}

function linkToParent(): WorkerState {
  const state = new WorkerState({
    clock: systemClock,
    send: (call) => tellParent({ kind: 'shared', call }),
    onHeard: (notice) => {
      for (const listener of listeners) listener.heard(notice)
    },
  })
  process.on('message', (message: ParentMessage) => {
    if (message.kind === 'shared') state.receive(message.reply)
  })
  return state
}

/** Resolves when the parent, or a signal to this process alone, says so. A second word changes nothing: the parent counts. */
export function workerStop(): Promise<void> {
  return new Promise((resolve) => {
    process.on('message', (message: ParentMessage) => {
      if (message.kind === 'stop') resolve()
    })
    process.on('SIGTERM', () => resolve())
    // A terminal sends it to all processes, and the parent passes it on.
    process.on('SIGINT', () => undefined)
  })
}
