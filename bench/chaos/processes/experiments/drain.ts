import { setTimeout as pause } from 'node:timers/promises'
import { atMost, inform } from '../../experiment.ts'
import { balance } from '../balance.ts'
import type { ProcessExperiment } from '../experiment.ts'
import { ask, count, startLoad } from '../load.ts'
import { startWorld } from '../world.ts'

const STREAMS = 50

export const drain: ProcessExperiment = {
  name: 'SIGTERM under load',
  about:
    'Sixteen clients and fifty streams of about 4 s; SIGTERM while all of it is under way. Who finds nobody to connect to any more is no failure: a load balancer asks elsewhere.',
  async run() {
    const world = await startWorld({ more: { models: slowToo() } })
    world.simulators[0].script.when(({ streamed, bodyText }) =>
      streamed && bodyText.includes('"slow"') ? { tokens: 20, delays: { betweenChunksMs: 200 } } : undefined,
    )
    const load = startLoad(world.url, 16)
    const streams = Array.from({ length: STREAMS }, () => ask(world.url, true, 'slow'))
    // All of them are being answered, however busy the machine is.
    await world.simulators[0].until(() => world.simulators[0].counts().byModel['slow'] === STREAMS)
    await pause(1_000)
    world.gateway.child.kill('SIGTERM')
    const code = await world.ended()
    const [sent, drained] = [await load.stop(), await Promise.all(streams)]
    const records = await world.records()
    await world.close()
    return [
      inform('answered', String(count(sent, 'whole'))),
      atMost('requests that were dropped', count(sent, 'broken') + count(sent, 'error'), {
        most: 0,
        unit: '',
      }),
      atMost(`of ${STREAMS} open streams, cut`, STREAMS - count(drained, 'whole'), { most: 0, unit: '' }),
      atMost('exit code', code, { most: 0, unit: '' }),
      ...balance([...sent, ...drained], records),
    ]
  },
}

function slowToo(): object[] {
  return [
    { name: 'chat', deployments: [{ provider: 'first', model: 'a' }] },
    { name: 'slow', deployments: [{ provider: 'first', model: 'slow' }] },
  ]
}
