import { controlDatabase } from '#store/control-database'
import { masterKeys, putKeyFirst } from '#store/master-key'
import type { Resealed } from '#store/reseal-secrets'
import { resealSecrets } from '#store/reseal-secrets'
import { SecretBox } from '#store/secret-box'
import type { CommandIo } from './command-io.ts'
import { EXIT } from './command-io.ts'
import { requireStore } from './open-command-store.ts'
import { flag } from './option.ts'
import { runCommand } from './run-command.ts'
import { STORE_OPTIONS, storeUrl } from './store-option.ts'

const USAGE = {
  words: 'secrets rotate',
  about: `Encrypts every secret of the store under another master key. Gateways may run meanwhile.

Where the gateway made the key itself, in a file beside the SQLite store, another one is made and put first there; the
one before stays as the second line until the next time, for whoever is just about to write.

Where the key is given, give the new one first: as BACKSTAY_MASTER_KEY with the old one as BACKSTAY_MASTER_KEY_PREVIOUS,
or as the first line of BACKSTAY_MASTER_KEY_FILE with the old one as the second. Let all gateways have both (of a
changed variable they know after a restart, of a changed file at once), run this, and take the old one away.`,
  options: { ...STORE_OPTIONS, json: flag('answer as JSON') },
}

/** Rotates the master key. Returns the exit code: 0 done, 1 refused, 2 wrong usage. */
export function runSecretsRotate(args: readonly string[], io: CommandIo): Promise<number> {
  return runCommand(USAGE, { args, io }, async (values) => {
    const url = await storeUrl(values, io)
    await requireStore(url)
    const { keyFile, ...done } = await rotated(url, io)
    io.stdout.write(values.json ? `${JSON.stringify({ ...done, keyFile })}\n` : told(done, keyFile))
    return EXIT.done
  })
}

interface Rotated extends Resealed {
  /** The file that has a new key now; `null`: keys are given. */
  readonly keyFile: string | null
}

async function rotated(url: string, { env }: CommandIo): Promise<Rotated> {
  const { keys, ownFile } = masterKeys(url, env)
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
