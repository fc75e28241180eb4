import { parseArgs } from 'node:util'
import { openMigrated } from '#store/migrate-store'
import { storePath } from '#store/store-url'
import type { CommandIo } from './command-io.ts'
import { EXIT, failed } from './command-io.ts'
import { storeUrl } from './store-option.ts'

const USAGE = `Usage: backstay migrate [--config FILE | --store URL] [--json]

  --config FILE    configuration that names the store; default: sqlite:./backstay.db
  --store URL      the store itself
  --json           answer as JSON
`

/** Brings the store to the newest schema. Returns the exit code: 0 done, 1 refused, 2 wrong usage. */
export async function runMigrate(args: string[], io: CommandIo = process): Promise<number> {
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
    const path = storePath(await storeUrl(values))
    const { raw, migrated } = await openMigrated(path)
    raw.close()
    const { from, to } = migrated
    const told = from === to ? `is at ${to}, the newest schema` : `was migrated: ${from ?? 'empty'} → ${to}`
    io.stdout.write(values.json === true ? `${JSON.stringify({ path, from, to })}\n` : `${path} ${told}\n`)
    return EXIT.done
  } catch (error) {
    return failed(error, USAGE, io)
  }
}
