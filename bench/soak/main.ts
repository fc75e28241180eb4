import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { startSimulator } from '#simulator/simulator'
import { startBackstay } from '../backstay-process.ts'
import { renderTable } from '../chaos/page.ts'
import { describeMachine } from '../measure/machine.ts'
import { stopAll } from '../program.ts'
import { judge } from './judge.ts'
import type { Sample } from './sample.ts'
import { sampleProcess } from './sample.ts'
import { Traffic } from './traffic.ts'

const USAGE = 'npm run soak -- [--minutes 30] [--rate 50]'
const MINUTE_MS = 60_000
const SAMPLES = 120
const KEY = 'bs-soak-0123456789'
/**
 * First so many times the rate: V8 gives the young generation more room in steps, and keeps it. Under few requests the
 * steps come within the first half hour or so, and look like growth.
 */
const BURST = { factor: 10, ms: MINUTE_MS }

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { minutes: { type: 'string', default: '30' }, rate: { type: 'string', default: '50' } },
  })
  const [minutes, rate] = [Number(values.minutes), Number(values.rate)]
  if (!(minutes > 0) || !(rate > 0)) {
    console.error(USAGE)
    return 2
  }
  const folder = await mkdtemp(join(tmpdir(), 'backstay-soak-'))
  const simulators = await Promise.all([1, 2].map(() => startSimulator({ keepRequests: 0 })))
  const urls = simulators.map(({ baseUrl }) => baseUrl)
  const gateway = await startBackstay({ folder, name: 'soak', settings: settings(urls) })
  const traffic = new Traffic({ url: `http://127.0.0.1:${gateway.port}`, key: KEY, simulators })
  traffic.go(rate * BURST.factor)
  await pause(BURST.ms)
  traffic.go(rate)
  const samples: Sample[] = []
  const everyMs = (minutes * MINUTE_MS) / SAMPLES
  for (let n = 0; n < SAMPLES; n += 1) {
    await pause(everyMs)
    const sample = await sampleProcess(gateway.pid)
    samples.push(sample)
    if (n % 10 === 9)
      console.log(
        `${n + 1}/${SAMPLES}: ${traffic.answered} answered, ${sample.memoryMb.toFixed(0)} MB, ${sample.descriptors} descriptors`,
      )
  }
  await traffic.stop()
  const verdicts = judge(samples, traffic, gateway.output())
  console.log(
    `\n${minutes} min at ${rate} requests/s, after one at ${rate * BURST.factor}\n${renderTable(verdicts)}`,
  )
  await gateway.stop()
  await Promise.all(simulators.map((simulator) => simulator.close()))
  await rm(folder, { recursive: true, force: true })
  const at = new Date().toISOString()
  const file = join(import.meta.dirname, '../results', `soak-${at.replaceAll(/[:.]/g, '-')}.json`)
  await mkdir(join(file, '..'), { recursive: true })
  await writeFile(
    file,
    JSON.stringify({ at, machine: describeMachine(), minutes, rate, verdicts, samples }, null, 2),
  )
  console.log(`written: ${file}`)
  return verdicts.every(({ reached }) => reached !== false) ? 0 : 1
}

function settings([first = '', second = '']: readonly string[]): object {
  return {
    providers: {
      first: { kind: 'openai', base_url: first, api_key: 'k' },
      second: { kind: 'openai', base_url: second, api_key: 'k' },
    },
    models: [
      {
        name: 'chat',
        price: { input: 1, output: 2 },
        deployments: [
          { provider: 'first', model: 'a' },
          { provider: 'second', model: 'b' },
        ],
      },
    ],
    keys: [{ name: 'app', key: KEY }],
  }
}

try {
  process.exitCode = await main()
} finally {
  await stopAll()
}
