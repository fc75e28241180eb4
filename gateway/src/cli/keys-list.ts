import type { KeyEntry } from '@backstay/contract'
import { keyAnswer } from '#control/resources/key-answer'
import type { Resource } from '#control/resources/resource'
import { resourcesOf } from '#control/resources/resource'
import { systemClock } from '#system-clock'
import type { CommandIo } from './command-io.ts'
import { EXIT } from './command-io.ts'
import { ENTRY_OPTIONS, withCommandStore } from './open-command-store.ts'
import { runCommand } from './run-command.ts'

const USAGE = {
  words: 'keys list',
  about: 'Lists the API keys of the configuration file and of the store, without their secrets.',
  options: ENTRY_OPTIONS,
}

/** Lists API keys. Returns the exit code: 0 done, 1 refused, 2 wrong usage. */
export function runKeysList(args: readonly string[], io: CommandIo): Promise<number> {
  return runCommand(USAGE, { args, io }, async (values) => {
    const keys = await withCommandStore(values, io, async ({ ports, asked: { organisation } }) =>
      resourcesOf('key', ports.inForce(organisation)).toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    )
    const now = systemClock.wallMs()
    io.stdout.write(
      values.json ? `${JSON.stringify(keys.map((key) => keyAnswer(key, now)))}\n` : asTable(keys, now),
    )
    return EXIT.done
  })
}

const HEADS = ['NAME', 'STATE', 'SECRET', 'FROM', 'EXPIRES', 'MODELS']

function asTable(keys: readonly Resource<KeyEntry>[], nowMs: number): string {
  if (keys.length === 0) return 'There are no API keys.\n'
  const rows = keys.map((key) => {
    const { state, hint, source } = keyAnswer(key, nowMs)
    const { expires_at: expires, models } = key.entry
    return [key.name, state, hint ?? '', source, expires ?? 'never', models.join(', ')]
  })
  const widths = HEADS.map((head, at) => Math.max(head.length, ...rows.map((row) => row[at]?.length ?? 0)))
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd()
  return `${[HEADS, ...rows].map(line).join('\n')}\n`
}
