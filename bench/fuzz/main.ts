import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { describeMachine } from '../measure/machine.ts'
import { runTarget } from './run-target.ts'
import { runSockets } from './sockets/run-sockets.ts'
import { TARGETS } from './targets/index.ts'

const USAGE = 'npm run fuzz -- [--inputs 100000] [--sockets 2000] [--seed 1]'
const HUNDRED = 100

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      inputs: { type: 'string', default: '100000' },
      sockets: { type: 'string', default: '2000' },
      seed: { type: 'string', default: '1' },
    },
  })
  const [inputs, sockets, seed] = [values.inputs, values.sockets, values.seed].map(Number)
  if (![inputs, sockets, seed].every((value) => Number.isInteger(value) && Number(value) >= 0)) {
    console.error(`these must be whole numbers\n${USAGE}`)
    return 2
  }
  const broken: unknown[] = []
  const runs = []
  for (const target of TARGETS) {
    const run = runTarget(target, Math.ceil(((inputs ?? 0) * target.share) / HUNDRED), seed ?? 1)
    runs.push(run)
    console.log(`${run.name}: ${run.inputs} inputs in ${run.seconds.toFixed(1)} s`)
    if (run.broken !== null) {
      broken.push(run)
      console.error(
        `  BROKEN: ${run.broken.why}\n  ${JSON.stringify({ target: run.name, input: run.broken.input })}`,
      )
    }
  }
  const overSockets = await runSockets(sockets ?? 0, seed ?? 1, (done) =>
    console.log(`over sockets: ${done}`),
  )
  const [before, after] = overSockets.memoryMb
  console.log(
    `over sockets: ${overSockets.inputs} inputs in ${overSockets.seconds.toFixed(1)} s, ${before.toFixed(0)} → ${after.toFixed(0)} MB`,
  )
  for (const { play, why } of overSockets.broken) console.error(`  BROKEN: ${why}\n  ${JSON.stringify(play)}`)
  broken.push(...overSockets.broken)
  const at = new Date().toISOString()
  const file = join(import.meta.dirname, '../results', `fuzz-${at.replaceAll(/[:.]/g, '-')}.json`)
  await mkdir(join(file, '..'), { recursive: true })
  await writeFile(
    file,
    `${JSON.stringify({ at, machine: describeMachine(), seed, runs, overSockets }, null, 2)}\n`,
  )
  console.log(`written: ${file}`)
  return broken.length === 0 ? 0 : 1
}

process.exitCode = await main()
