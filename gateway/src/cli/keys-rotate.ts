import { rotateKey } from '#control/resources/key-writes'
import type { CommandIo } from './command-io.ts'
import { EXIT } from './command-io.ts'
import { ENTRY_OPTIONS, withCommandStore } from './open-command-store.ts'
import { argument, moment, required, wholeNumber } from './option.ts'
import { isoTime } from './parse-time.ts'
import { runCommand } from './run-command.ts'

const YEAR_S = 31_536_000

const USAGE = {
  words: 'keys rotate',
  about:
    'Gives an API key of the store another secret, and shows it, once. Everything else of the key stays.',
  options: {
    name: required(argument('NAME', 'of the key')),
    grace: wholeNumber(
      { least: 0, most: YEAR_S },
      'how long the old secret is still taken; default: 0, it is not',
      'SECONDS',
    ),
    expires: moment('refused from then on; ISO 8601 (UTC unless it says otherwise); default: as it was'),
    ...ENTRY_OPTIONS,
  },
}

/** Gives an API key another secret. Returns the exit code: 0 done, 1 refused, 2 wrong usage. */
export function runKeysRotate(args: readonly string[], io: CommandIo): Promise<number> {
  return runCommand(USAGE, { args, io }, async (values) => {
    const graceSeconds = values.grace ?? 0
    const rotation = { graceSeconds, expiresAt: isoTime(values.expires) }
    const { answer } = await withCommandStore(values, io, ({ ports, asked }) =>
      rotateKey(ports, { ...asked, id: values.name }, rotation),
    )
    const old = graceSeconds === 0 ? 'is refused now' : `is taken for ${graceSeconds} s more`
    io.stdout.write(
      values.json
        ? `${JSON.stringify(answer)}\n`
        : `The API key "${answer.name}" has another secret, and the old one ${old}. It is not shown again:\n\n  ${answer.key}\n`,
    )
    return EXIT.done
  })
}
