import { parseArgs } from 'node:util'
import { controlDatabase } from '#store/control-database'
import { masterKeys, putKeyFirst } from '#store/master-key'
import type { Resealed } from '#store/reseal-secrets'
import { resealSecrets } from '#store/reseal-secrets'
import { SecretBox } from '#store/secret-box'
import type { CommandIo } from './command-io.ts'
import { EXIT, failed } from './command-io.ts'
import { requireStore } from './open-command-store.ts'
import { storeUrl } from './store-option.ts'

const USAGE = `Usage: backstay secrets rotate [--config FILE | --store URL] [--json]

Encrypts every secret of the store under another master key. Gateways may run meanwhile.

Where the gateway made the key itself, in a file beside the SQLite store, another one is made and put first there; the
one before stays as the second line until the next time, for whoever is just about to write.

Where the key is given, give the new one first: as BACKSTAY_MASTER_KEY with the old one as BACKSTAY_MASTER_KEY_PREVIOUS,
or as the first line of BACKSTAY_MASTER_KEY_FILE with the old one as the second. Let all gateways have both (of a
changed variable they know after a restart, of a changed file at once), run this, and take the old one away.

  --config FILE    configuration that names the store; default: sqlite:./backstay.db
  --store URL      the store itself
  --json           answer as JSON
`

/** Rotates the master key. Returns the exit code: 0 done, 1 refused, 2 wrong usage. */
export async function runSecretsRotate(args: string[], io: CommandIo = process): Promise<number> {
  try {
    const { values } = parseArgs({
      args,
      options: {
        config: { type: 'string' },
        store: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    })
    if (values.help === true) {
      io.stdout.write(USAGE)
      return EXIT.done
    }
    const url = await storeUrl(values)
    await requireStore(url)
    const { keyFile, ...done } = await rotated(url)
    io.stdout.write(values.json === true ? `${JSON.stringify({ ...done, keyFile })}\n` : told(done, keyFile))
    return EXIT.done
  } catch (error) {
    return failed(error, USAGE, io)
  }
}

interface Rotated extends Resealed {
  /** The file that has a new key now; `null`: keys are given. */
  readonly keyFile: string | null
}

async function rotated(url: string): Promise<Rotated> {
  const { keys, ownFile } = masterKeys(url, process.env)
  const database = controlDatabase(url)
  try {
    if (ownFile === null) return { ...(await resealSecrets(database, new SecretBox(keys))), keyFile: null }
    const done = await putKeyFirst(ownFile, (all) =>
      resealSecrets(database, new SecretBox([...all, ...keys])),
    )
    return { ...done, keyFile: ownFile }
  } finally {
    await database.destroy()
  }
}

function told({ secrets, resealed }: Resealed, keyFile: string | null): string {
  const all = `${secrets} secret${secrets === 1 ? '' : 's'}`
  if (keyFile !== null) return `${all} of the store encrypted under a new key, which is in ${keyFile}.\n`
  if (resealed > 0)
    return `${all} of the store under the master key that is given, ${resealed} of them anew.\n`
  return `${all} of the store, all under the master key that is given already. To change it see --help.\n`
}
