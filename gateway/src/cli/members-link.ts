import { makeSignInLink, signInUrl } from '#control/people/sign-in-links'
import { controlDatabase } from '#store/control-database'
import { systemClock } from '#system-clock'
import type { CommandIo } from './command-io.ts'
import { EXIT } from './command-io.ts'
import { requireStore } from './open-command-store.ts'
import { flag, httpUrl, required, text } from './option.ts'
import { runCommand } from './run-command.ts'
import { STORE_OPTIONS, storeUrl } from './store-option.ts'

const DEFAULT_ORIGIN = 'http://127.0.0.1:8080'

const USAGE = {
  words: 'members link',
  about: 'Makes a link that signs somebody in once, within an hour, for whoever lost a password.',
  options: {
    email: required(text('ADDRESS', 'who')),
    url: httpUrl(`where browsers find the console; default: ${DEFAULT_ORIGIN}`),
    ...STORE_OPTIONS,
    json: flag('answer as JSON'),
  },
}

/** Makes a sign-in link. Returns the exit code: 0 done, 1 refused, 2 wrong usage. */
export function runMembersLink(args: readonly string[], io: CommandIo): Promise<number> {
  return runCommand(USAGE, { args, io }, async (values) => {
    const store = await storeUrl(values, io)
    await requireStore(store)
    const origin = values.url?.origin ?? DEFAULT_ORIGIN
    const { link, expiresAt } = await linkFor(values.email.toLowerCase(), { store, origin })
    const expires = new Date(expiresAt).toISOString()
    io.stdout.write(values.json ? `${JSON.stringify({ link, expires })}\n` : `${link}\n`)
    return EXIT.done
  })
}

interface Where {
  readonly store: string
  readonly origin: string
}

async function linkFor(
  email: string,
  { store, origin }: Where,
): Promise<{ link: string; expiresAt: number }> {
  const database = controlDatabase(store)
  try {
    const query = database.selectFrom('people').select('id').where('email', '=', email)
    if ((await query.executeTakeFirst()) === undefined) {
      throw new Error(
        `Nobody here has the address ${email}. Invite them in the console, under Settings → Members.`,
      )
    }
    const made = await makeSignInLink(database, systemClock, { kind: 'lost-password', email })
    return { link: signInUrl(origin, made), expiresAt: made.expiresAt }
  } finally {
    await database.destroy()
  }
}
