import { parseArgs } from 'node:util'
import { migrateAt } from '#store/migrate-store'
import { placeOf, storeLocation } from '#store/store-location'
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
    const location = storeLocation(await storeUrl(values))
    const { from, to } = await migrateAt(location)
    const path = placeOf(location)
    const told = from === to ? `is at ${to}, the newest schema` : `was migrated: ${from ?? 'empty'} → ${to}`
    io.stdout.write(values.json === true ? `${JSON.stringify({ path, from, to })}\n` : `${path} ${told}\n`)
    return EXIT.done
  } catch (error) {
    return failed(error, USAGE, io)
  }
}
