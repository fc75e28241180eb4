import type { Configuration } from '#domain/configuration'
import type { ConfigProblem } from './config-problem.ts'
import type { ValidConfig } from './load-config.ts'
import { evaluateConfig, readConfigText } from './load-config.ts'

const POLL_MS = 500

export interface WatchOptions {
  readonly path: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** What is in force when watching begins. */
  readonly inForce: ValidConfig
  /** A valid change; from here on it counts as in force. */
  readonly onChange: (configuration: Configuration, loaded: ValidConfig) => void
  /** A change that was refused; what is in force stays. An empty list: the file says again what is in force. */
  readonly onProblem: (problems: readonly ConfigProblem[]) => void
  /** Milliseconds between looks; default 500. */
  readonly intervalMs?: number
}

export interface ConfigWatch {
  /** Looks at once. */
  readonly poll: () => Promise<void>
  readonly close: () => void
}

/**
 * Follows a file by its content, and by that of the files it names, so that renames by editors and exchanged links of
 * mounted volumes work like writes. The same content is never evaluated twice in a row. Does not keep the process alive.
 */
export function watchConfig(options: WatchOptions): ConfigWatch {
  const { path, env, onChange, onProblem } = options
  let inForce = options.inForce.fingerprint
  let lastSeen = inForce
  let looking: Promise<void> | null = null
  let closed = false

  const look = async (): Promise<void> => {
    const read = await readConfigText(path, env)
    const seen = 'text' in read ? read.fingerprint : read.message
    if (closed || seen === lastSeen) return
    lastSeen = seen
    if (seen === inForce) {
      onProblem([])
      return
    }
    const loaded = evaluateConfig(read, env)
    if (loaded.kind === 'refused') {
      onProblem(loaded.problems)
      return
    }
    inForce = seen
    onChange(loaded.configuration, loaded)
  }
  const poll = (): Promise<void> => {
    looking ??= look().finally(() => {
      looking = null
    })
    return looking
  }

  // A mistake of ours in reading a change must not end a process that goes on with what is in force.
  const report = (error: unknown): void => {
    onProblem([
      { path: '', line: 1, column: 1, message: `the file could not be evaluated: ${String(error)}` },
    ])
  }
  const timer = setInterval(() => void poll().catch(report), options.intervalMs ?? POLL_MS)
  timer.unref()
  return {
    poll,
    close: () => {
      closed = true
      clearInterval(timer)
    },
  }
}
