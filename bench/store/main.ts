import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { StoreReader } from '#store/store-reader'
import { describeMachine } from '../measure/machine.ts'
import { stopAll } from '../program.ts'
import { useConsole } from './browser/use-console.ts'
import { fillStore } from './fill-store.ts'
import { LOOKS } from './looks.ts'

const USAGE =
  'npm run store-speed -- [--rows 1000000, 0: what is there] [--rounds 20, 0: none] [--store sqlite:PATH, which is kept] [--browser [--profiles FOLDER]]'
const GOAL_MS = 50
const LIMIT_MS = 60_000

/** How long what the console asks of the store takes, with many records in it. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      rows: { type: 'string', default: '1000000' },
      rounds: { type: 'string', default: '20' },
      store: { type: 'string' },
      browser: { type: 'boolean', default: false },
      profiles: { type: 'string' },
    },
  })
  const [rows, rounds] = [Number(values.rows), Number(values.rounds)]
  if (!(rows >= 0) || !(rounds >= 0)) {
    console.error(USAGE)
    return 2
  }
  await using made = await temporaryFolder()
  const { folder } = made
  const url = values.store ?? `sqlite:${join(folder, 'backstay.db')}`
  const now = Date.now()
  const seconds = await fillStore(url, { rows, now, say: (line) => console.log(line) })
  console.log(
    `${rows.toLocaleString('en')} records in ${seconds.toFixed(0)} s; ${JSON.stringify(describeMachine())}\n`,
  )
  const late = rounds === 0 ? 0 : await timeQueries(url, { rounds, now })
  const slow = values.browser
    ? await useConsole({
        storeUrl: url,
        folder,
        profiles: values.profiles ?? null,
        say: (line) => console.log(line),
      })
    : 0
  return late + slow === 0 ? 0 : 1
}

/** A folder that goes when it is not needed any more, also where something fails. */
async function temporaryFolder(): Promise<AsyncDisposable & { readonly folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'backstay-store-'))
  return {
    folder,
    [Symbol.asyncDispose]: async () => {
      // The gateway over it first.
      await stopAll()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** How many of the questions take too long. */
async function timeQueries(
  url: string,
  { rounds, now }: { readonly rounds: number; readonly now: number },
): Promise<number> {
  const reader = new StoreReader({ url, limitMs: LIMIT_MS })
  let late = 0
  for (const { what, ask } of LOOKS) {
    const times: number[] = []
    for (let round = 0; round <= rounds; round++) {
      const start = performance.now()
      await ask(reader, now)
      // The first one opens the store.
      if (round > 0) times.push(performance.now() - start)
    }
    const [p50, p95] = [0.5, 0.95].map((share) => quantile(times, share))
    if ((p50 ?? 0) > GOAL_MS) late++
    console.log(`${what.padEnd(52)} p50 ${show(p50)}  p95 ${show(p95)}`)
  }
  await reader.close()
  console.log(late === 0 ? `\nall within ${GOAL_MS} ms` : `\n${late} take longer than ${GOAL_MS} ms`)
  return late
}

function quantile(times: readonly number[], share: number): number | undefined {
  return times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))]
}

function show(ms: number | undefined): string {
  return `${(ms ?? Number.NaN).toFixed(1)} ms`.padStart(9)
}

process.exitCode = await main()
