import { revokeKey } from '#control/resources/key-writes'
import type { CommandIo } from './command-io.ts'
import { EXIT } from './command-io.ts'
import { ENTRY_OPTIONS, withCommandStore } from './open-command-store.ts'
import { argument, required } from './option.ts'
import { runCommand } from './run-command.ts'

const USAGE = {
  words: 'keys revoke',
  about: 'Revokes an API key of the store, for good. A gateway that runs refuses it within a second or two.',
  options: { name: required(argument('NAME', 'of the key')), ...ENTRY_OPTIONS },
}

/** Revokes an API key. Returns the exit code: 0 done, 1 refused, 2 wrong usage. */
export function runKeysRevoke(args: readonly string[], io: CommandIo): Promise<number> {
  return runCommand(USAGE, { args, io }, async (values) => {
    const { answer } = await withCommandStore(values, io, ({ ports, asked }) =>
      revokeKey(ports, { ...asked, id: values.name }),
    )
    io.stdout.write(
      values.json ? `${JSON.stringify(answer)}\n` : `The API key "${answer.name}" is revoked.\n`,
    )
    return EXIT.done
  })
}
