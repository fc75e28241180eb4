import { parseArgs } from 'node:util'
import { makeSignInLink, signInUrl } from '#control/people/sign-in-links'
import { controlDatabase } from '#store/control-database'
import { systemClock } from '#system-clock'
import type { CommandIo } from './command-io.ts'
import { EXIT, failed, UsageError } from './command-io.ts'
import { storeUrl } from './store-option.ts'

const USAGE = `Usage: backstay members link --email ADDRESS [--config FILE | --store URL] [--url URL] [--json]

Makes a link that signs somebody in once, within an hour, for whoever lost a password.

  --email ADDRESS  who
  --config FILE    configuration that names the store; default: sqlite:./backstay.db
  --store URL      the store itself
  --url URL        where browsers find the console; default: http://127.0.0.1:8080
  --json           answer as JSON
`

const DEFAULT_URL = 'http://127.0.0.1:8080'

/** Makes a sign-in link. Returns the exit code: 0 done, 1 refused, 2 wrong usage. */
export async function runMembersLink(args: string[], io: CommandIo = process): Promise<number> {
  try {
    const { values } = parseArgs({
      args,
      options: {
        email: { type: 'string' },
        config: { type: 'string' },
        store: { type: 'string' },
        url: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    })
    if (values.help === true) {
      io.stdout.write(USAGE)
      return EXIT.done
    }
    if (values.email === undefined) throw new UsageError('--email says whom the link is for.')
    const { link, expiresAt } = await linkFor(values.email.toLowerCase(), {
      store: await storeUrl(values),
      origin: originOf(values.url ?? DEFAULT_URL),
    })
    const expires = new Date(expiresAt).toISOString()
    io.stdout.write(values.json === true ? `${JSON.stringify({ link, expires })}\n` : `${link}\n`)
    return EXIT.done
  } catch (error) {
    return failed(error, USAGE, io)
  }
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

function originOf(url: string): string {
  if (!URL.canParse(url)) throw new UsageError(`--url takes an http:// or https:// URL, not "${url}".`)
  return new URL(url).origin
}
