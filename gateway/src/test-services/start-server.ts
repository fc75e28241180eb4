import { chown, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { freePort } from './free-port.ts'
import type { KeptProcessOptions } from './kept-process.ts'
import { KeptProcess } from './kept-process.ts'

const READY_MS = 60_000
const AGAIN_MS = 20
const PORTS_TRIED = 5

/** A server of a test's own, in a folder of its own. */
export interface TestServer {
  readonly port: number
  /** Ends it in order; its data stay. */
  stop(): Promise<void>
  /** Starts it again where it was. */
  start(): Promise<void>
  /** Ends it and removes its data. */
  close(): Promise<void>
}

export interface ServerKind {
  readonly name: string
  readonly user: KeptProcessOptions['user']
  /** Prepares an empty folder. */
  readonly prepare: (folder: string) => Promise<void>
  readonly process: (folder: string, port: number) => KeptProcessOptions
  /** Rejects as long as it is not ready. */
  readonly ping: (port: number) => Promise<void>
}

/** Starts a server on a free port and waits until it answers. */
export async function startServer(kind: ServerKind): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), `backstay-${kind.name}-`))
  if (kind.user !== null) await chown(folder, kind.user.uid, kind.user.gid)
  await kind.prepare(folder)
  const { port, running: first } = await firstStart(kind, folder)
  let running = first
  const stop = (): Promise<void> => running.stop()
  return {
    port,
    stop,
    start: async () => {
      running = await started(kind, folder, port)
    },
    close: async () => {
      await stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A port that was free may be taken by somebody else meanwhile. */
async function firstStart(kind: ServerKind, folder: string): Promise<{ port: number; running: KeptProcess }> {
  for (let left = PORTS_TRIED; ; left--) {
    const port = await freePort()
    try {
      return { port, running: await started(kind, folder, port) }
    } catch (error) {
      if (left === 0) throw error
    }
  }
}

async function started(kind: ServerKind, folder: string, port: number): Promise<KeptProcess> {
  const running = new KeptProcess(kind.process(folder, port))
  const start = performance.now()
  for (;;) {
    try {
      await kind.ping(port)
      if (running.running) return running
    } catch (error) {
      if (performance.now() - start > READY_MS) {
        await running.stop()
        throw new Error(`${kind.name} does not answer.\n${running.output}`, { cause: error })
      }
    }
    if (!running.running) throw new Error(`${kind.name} ended.\n${running.output}`)
    await setTimeout(AGAIN_MS)
  }
}
