import { keyCreateSchema } from '@backstay/contract/admin'
import { createKey } from '#control/resources/key-writes'
import type { CommandIo } from './command-io.ts'
import { EXIT, UsageError } from './command-io.ts'
import { ENTRY_OPTIONS, withCommandStore } from './open-command-store.ts'
import type { Values } from './option.ts'
import { argument, moment, oneOf, required, text, wholeNumber } from './option.ts'
import { isoTime } from './parse-time.ts'
import { runCommand } from './run-command.ts'

const COUNT = { least: 1, most: Number.MAX_SAFE_INTEGER }

const USAGE = {
  words: 'keys create',
  about:
    'Makes an API key in the store, and shows its secret, once. A gateway that runs takes it within a second or two.',
  options: {
    'name': required(argument('NAME', 'of the key')),
    'models': text(
      'NAMES',
      'what it may use, comma-separated: models, chains, PROVIDER/* for direct calls; default: all',
    ),
    'owner': text('TEXT', 'who answers for it'),
    'expires': moment('refused from then on; ISO 8601 (UTC unless it says otherwise); default: never'),
    'allow': text('RANGES', 'addresses it may be used from, comma-separated CIDR ranges; default: all'),
    'deny': text('RANGES', 'addresses it may not be used from'),
    'requests-per-minute': wholeNumber(COUNT, 'at most so many requests'),
    'tokens-per-minute': wholeNumber(COUNT, 'at most so many tokens'),
    'concurrency': wholeNumber(COUNT, 'at most so many requests at once'),
    'budget': text('USD', 'what it may spend'),
    'per': oneOf(['day', 'week', 'month'], 'of the budget; default: month'),
    'at-limit': oneOf(['block', 'switch'], 'what happens when it is spent; default: block'),
    ...ENTRY_OPTIONS,
  },
}

type KeyValues = Values<typeof USAGE.options>

/** Makes an API key. Returns the exit code: 0 done, 1 refused, 2 wrong usage. */
export function runKeysCreate(args: readonly string[], io: CommandIo): Promise<number> {
  return runCommand(USAGE, { args, io }, async (values) => {
    const sent = readKey(values)
    const { answer } = await withCommandStore(values, io, ({ ports, asked }) =>
      createKey(ports, { ...asked, sent }),
    )
    io.stdout.write(
      values.json
        ? `${JSON.stringify(answer)}\n`
        : `The API key "${answer.name}" is made. This is its secret; it is not shown again:\n\n  ${answer.key}\n`,
    )
    return EXIT.done
  })
}

/** What the admin API would be sent. */
function readKey(values: KeyValues): unknown {
  const read = keyCreateSchema.safeParse({
    name: values.name,
    models: listed(values.models),
    owner: values.owner,
    expiresAt: isoTime(values.expires),
    ip: { allow: listed(values.allow), deny: listed(values.deny) },
    limits: {
      requestsPerMinute: values['requests-per-minute'],
      tokensPerMinute: values['tokens-per-minute'],
      concurrency: values.concurrency,
      budget: budgetOf(values),
    },
  })
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw new UsageError(`${optionOf(issue?.path ?? [])}: ${issue?.message ?? 'not valid'}.`)
}

function budgetOf({ budget, per, 'at-limit': atLimit }: KeyValues): object | undefined {
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

function listed(names: string | undefined): readonly string[] | undefined {
  return names
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
