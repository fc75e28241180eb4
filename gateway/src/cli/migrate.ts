import { migrateAt } from '#store/migrate-store'
import { placeOf, storeLocation } from '#store/store-location'
import type { CommandIo } from './command-io.ts'
import { EXIT } from './command-io.ts'
import { flag } from './option.ts'
import { runCommand } from './run-command.ts'
import { STORE_OPTIONS, storeUrl } from './store-option.ts'

const USAGE = {
  words: 'migrate',
  about: 'Brings the store to the newest schema, and makes it where there is none.',
  options: { ...STORE_OPTIONS, json: flag('answer as JSON') },
}

/** Brings the store to the newest schema. Returns the exit code: 0 done, 1 refused, 2 wrong usage. */
export function runMigrate(args: readonly string[], io: CommandIo): Promise<number> {
  return runCommand(USAGE, { args, io }, async (values) => {
    const location = storeLocation(await storeUrl(values, io))
    const { from, to } = await migrateAt(location)
    const path = placeOf(location)
    const told = from === to ? `is at ${to}, the newest schema` : `was migrated: ${from ?? 'empty'} → ${to}`
    io.stdout.write(values.json ? `${JSON.stringify({ path, from, to })}\n` : `${path} ${told}\n`)
    return EXIT.done
  })
}
