import { parseArgs } from 'node:util'
import { rotateKey } from '#control/resources/key-writes'
import type { CommandIo } from './command-io.ts'
import { EXIT, failed, UsageError } from './command-io.ts'
import { moment, positive } from './option-values.ts'
import { STORE_OPTIONS, STORE_USAGE, withCommandStore } from './open-command-store.ts'

const USAGE = `Usage: backstay keys rotate NAME [options]

Gives an API key of the store another secret, and shows it, once. Everything else of the key stays.

  --grace SECONDS    how long the old secret is still taken; default: 0, it is not
  --expires TIME     refused from then on; ISO 8601 (UTC unless it says otherwise); default: as it was
${STORE_USAGE}`

const OPTIONS = { ...STORE_OPTIONS, grace: { type: 'string' }, expires: { type: 'string' } } as const
const YEAR_S = 31_536_000

/** Gives an API key another secret. Returns the exit code: 0 done, 1 refused, 2 wrong usage. */
export async function runKeysRotate(args: string[], io: CommandIo = process): Promise<number> {
  try {
    const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true })
    if (values.help === true) {
      io.stdout.write(USAGE)
      return EXIT.done
    }
    const [id, ...more] = positionals
    if (id === undefined || more.length > 0) throw new UsageError('Name one key: backstay keys rotate NAME.')
    const graceSeconds = positive('--grace', values.grace, 0) ?? 0
    if (graceSeconds > YEAR_S) throw new UsageError(`--grace takes at most ${YEAR_S} seconds, a year.`)
    const rotation = { graceSeconds, expiresAt: moment('--expires', values.expires) }
    const { answer } = await withCommandStore(values, ({ ports, asked }) =>
      rotateKey(ports, { ...asked, id }, rotation),
    )
    const old = graceSeconds === 0 ? 'is refused now' : `is taken for ${graceSeconds} s more`
    io.stdout.write(
      values.json === true
        ? `${JSON.stringify(answer)}\n`
        : `The API key "${answer.name}" has another secret, and the old one ${old}. It is not shown again:\n\n  ${answer.key}\n`,
    )
    return EXIT.done
  } catch (error) {
    return failed(error, USAGE, io)
  }
}
