import { parseArgs } from 'node:util'
import { keyCreateSchema } from '@backstay/contract/admin'
import { createKey } from '#control/resources/key-writes'
import type { CommandIo } from './command-io.ts'
import { EXIT, failed, UsageError } from './command-io.ts'
import { moment, positive } from './option-values.ts'
import { STORE_OPTIONS, STORE_USAGE, withCommandStore } from './open-command-store.ts'

const USAGE = `Usage: backstay keys create NAME [options]

Makes an API key in the store, and shows its secret, once. A gateway that runs takes it within a second or two.

  --models NAMES     models and chains it may use, comma-separated, and PROVIDER/* for direct calls; default: all
  --owner TEXT       who answers for it
  --expires TIME     refused from then on; ISO 8601 (UTC unless it says otherwise)
  --allow RANGES     addresses it may be used from, comma-separated CIDR ranges; default: all
  --deny RANGES      addresses it may not be used from
  --requests-per-minute N, --tokens-per-minute N, --concurrency N
  --budget USD       what it may spend; with --per day|week|month (month), --at-limit block|switch (block)
${STORE_USAGE}`

const OPTIONS = {
  ...STORE_OPTIONS,
  'models': { type: 'string' },
  'owner': { type: 'string' },
  'expires': { type: 'string' },
  'allow': { type: 'string' },
  'deny': { type: 'string' },
  'requests-per-minute': { type: 'string' },
  'tokens-per-minute': { type: 'string' },
  'concurrency': { type: 'string' },
  'budget': { type: 'string' },
  'per': { type: 'string' },
  'at-limit': { type: 'string' },
} as const

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true }>>['values']

/** Makes an API key. Returns the exit code: 0 done, 1 refused, 2 wrong usage. */
export async function runKeysCreate(args: string[], io: CommandIo = process): Promise<number> {
  try {
    const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true })
    if (values.help === true) {
      io.stdout.write(USAGE)
      return EXIT.done
    }
    const [name, ...more] = positionals
    if (name === undefined || more.length > 0)
      throw new UsageError('Name the key: backstay keys create NAME.')
    const sent = readKey(name, values)
    const { answer } = await withCommandStore(values, ({ ports, asked }) =>
      createKey(ports, { ...asked, sent }),
    )
    io.stdout.write(
      values.json === true
        ? `${JSON.stringify(answer)}\n`
        : `The API key "${name}" is made. This is its secret; it is not shown again:\n\n  ${answer.key}\n`,
    )
    return EXIT.done
  } catch (error) {
    return failed(error, USAGE, io)
  }
}

/** What the admin API would be sent. */
function readKey(name: string, values: Values): unknown {
  const read = keyCreateSchema.safeParse({
    name,
    models: listed(values.models),
    owner: values.owner,
    expiresAt: moment('--expires', values.expires),
    ip: { allow: listed(values.allow), deny: listed(values.deny) },
    limits: {
      requestsPerMinute: positive('--requests-per-minute', values['requests-per-minute']),
      tokensPerMinute: positive('--tokens-per-minute', values['tokens-per-minute']),
      concurrency: positive('--concurrency', values.concurrency),
      budget: budgetOf(values),
    },
  })
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw new UsageError(`${optionOf(issue?.path ?? [])}: ${issue?.message ?? 'not valid'}.`)
}

function budgetOf({ budget, per, 'at-limit': atLimit }: Values): object | undefined {
  if (budget === undefined) {
    if (per === undefined && atLimit === undefined) return undefined
    throw new UsageError('--per and --at-limit say how --budget USD is meant: give it as well.')
  }
  const usd = Number(budget)
  if (budget.trim() === '' || !(usd >= 0)) {
    throw new UsageError(`--budget takes an amount in US dollars, such as 50, not "${budget}".`)
  }
  return { usd, per, atLimit }
}

function listed(text: string | undefined): readonly string[] | undefined {
  return text
    ?.split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
}

/** Which option a place in the key comes from. */
function optionOf(path: readonly PropertyKey[]): string {
  const [first, second, third] = path.map(String)
  if (first === 'name') return 'The name'
  if (first === 'ip') return `--${second ?? 'allow'}`
  if (first !== 'limits') return `--${first ?? 'models'}`
  if (second === 'budget') return third === 'per' ? '--per' : third === 'atLimit' ? '--at-limit' : '--budget'
  return `--${(second ?? '').replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}
