import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { startProgram } from '../../../program.ts'
import { atMost, inform } from '../../experiment.ts'
import { balance } from '../balance.ts'
import type { ProcessExperiment } from '../experiment.ts'
import { count, startLoad } from '../load.ts'
import { startWorld } from '../world.ts'

const STOPPED_MS = 10_000
const BACK_WITHIN_MS = 30_000

export const stoppedProvider: ProcessExperiment = {
  name: 'SIGSTOP of a provider',
  about:
    'The first provider is a process of its own, which is stopped for 10 s: its connections stay open and say nothing. First tokens have 2 s.',
  async run() {
    const provider = await startProgram({
      command: process.execPath,
      args: [join(import.meta.dirname, '../provider-process.ts')],
      ready: (output) => output.includes('http://'),
    })
    const firstUrl = /http:\S+/.exec(provider.output())?.[0] ?? ''
    const world = await startWorld({ firstUrl })
    const load = startLoad(world.url, 8)
    await pause(2_000)
    provider.child.kill('SIGSTOP')
    await pause(STOPPED_MS)
    provider.child.kill('SIGCONT')
    const continuedAt = Date.now()
    const before = await servedByFirst(world)
    const back = await untilMore(world, before)
    const sent = await load.stop()
    await world.gateway.stop()
    const records = await world.records()
    await world.close()
    await provider.stop()
    const slow = sent.filter(({ ms }) => ms > 2_000).length
    return [
      inform('answered', String(count(sent, 'whole'))),
      atMost('failures', sent.length - count(sent, 'whole'), { most: 0, unit: '' }),
      inform('requests that waited for its first token', String(slow)),
      atMost('it serves again within', back === null ? null : (back - continuedAt) / 1_000, {
        most: BACK_WITHIN_MS / 1_000,
        unit: ' s',
      }),
      ...balance(sent, records),
    ]
  },
}

async function servedByFirst(world: {
  records(): Promise<readonly { provider: string | null }[]>
}): Promise<number> {
  return (await world.records()).filter(({ provider }) => provider === 'first').length
}

async function untilMore(world: Parameters<typeof servedByFirst>[0], before: number): Promise<number | null> {
  const limit = performance.now() + 2 * BACK_WITHIN_MS
  // A few that were under way may still come.
  while ((await servedByFirst(world)) < before + 50) {
    if (performance.now() > limit) return null
    await pause(200)
  }
  return Date.now()
}
