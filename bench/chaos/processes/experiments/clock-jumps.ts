import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { atMost, inform } from '../../experiment.ts'
import { balance } from '../balance.ts'
import type { ProcessExperiment } from '../experiment.ts'
import { count, startLoad } from '../load.ts'
import { startWorld } from '../world.ts'

const JUMPS = 6
const LIMIT = 100

export const clockJumps: ProcessExperiment = {
  name: 'the clock jumps',
  about:
    'What the process reads as the time of day goes an hour forth and back, six times in 6 s; the monotonic clock goes on, as it does when a real clock is set. The first deployment may be sent 100 requests a minute.',
  async run() {
    const preload = pathToFileURL(join(import.meta.dirname, '../jumping-clock.ts')).href
    const world = await startWorld({
      env: { NODE_OPTIONS: `--import=${preload}` },
      more: { models: limited() },
    })
    const load = startLoad(world.url, 4)
    for (let n = 0; n < JUMPS; n += 1) {
      await pause(1_000)
      world.gateway.child.kill('SIGUSR2')
    }
    await pause(1_000)
    const sent = await load.stop()
    await world.gateway.stop()
    const records = await world.records()
    const { requests } = world.simulators[0].counts()
    await world.close()
    const spread = Math.max(...records.map(({ at }) => at)) - Math.min(...records.map(({ at }) => at))
    return [
      inform('answered', String(count(sent, 'whole'))),
      inform('between the first and the last record, by the clock', `${Math.round(spread / 60_000)} min`),
      atMost('failures', sent.length - count(sent, 'whole'), { most: 0, unit: '' }),
      atMost('requests sent past the limit', Math.max(0, requests - LIMIT), { most: 0, unit: '' }),
      ...balance(sent, records),
    ]
  },
}

function limited(): object[] {
  const deployments = [
    { provider: 'first', model: 'a', priority: 1, requests_per_minute: LIMIT },
    { provider: 'second', model: 'b', priority: 2 },
  ]
  return [{ name: 'chat', deployments }]
}
