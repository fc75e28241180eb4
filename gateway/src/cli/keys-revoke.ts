import { parseArgs } from 'node:util'
import { revokeKey } from '#control/resources/key-writes'
import type { CommandIo } from './command-io.ts'
import { EXIT, failed, UsageError } from './command-io.ts'
import { STORE_OPTIONS, STORE_USAGE, withCommandStore } from './open-command-store.ts'

const USAGE = `Usage: backstay keys revoke NAME [options]

Revokes an API key of the store, for good. A gateway that runs refuses it within a second or two.

${STORE_USAGE}`

/** Revokes an API key. Returns the exit code: 0 done, 1 refused, 2 wrong usage. */
export async function runKeysRevoke(args: string[], io: CommandIo = process): Promise<number> {
  try {
    const { values, positionals } = parseArgs({ args, options: STORE_OPTIONS, allowPositionals: true })
    if (values.help === true) {
      io.stdout.write(USAGE)
      return EXIT.done
    }
    const [id, ...more] = positionals
    if (id === undefined || more.length > 0) throw new UsageError('Name one key: backstay keys revoke NAME.')
    const { answer } = await withCommandStore(values, ({ ports, asked }) =>
      revokeKey(ports, { ...asked, id }),
    )
    const { name } = answer
    io.stdout.write(
      values.json === true ? `${JSON.stringify(answer)}\n` : `The API key "${name}" is revoked.\n`,
    )
    return EXIT.done
  } catch (error) {
    return failed(error, USAGE, io)
  }
}
