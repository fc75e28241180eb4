import { setTimeout as pause } from 'node:timers/promises'
import { answers } from '../../../program.ts'
import { atMost, inform } from '../../experiment.ts'
import { balance } from '../balance.ts'
import type { ProcessExperiment } from '../experiment.ts'
import { ask, count, startLoad } from '../load.ts'
import { startWorld } from '../world.ts'

const STREAMS = 50
const LOOK_MS = 100

export const drain: ProcessExperiment = {
  name: 'SIGTERM under load',
  about:
    'Sixteen clients and fifty streams of about 4 s; SIGTERM while all of it is under way. As a load balancer does, the clients ask ten times a second whether the gateway is ready, and go elsewhere when it says no.',
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
    while (await answers(`${world.url}/readyz`)) await pause(LOOK_MS)
    const [sent, drained] = [await load.stop(), await Promise.all(streams)]
    const code = await world.ended()
    const records = await world.records()
    const dropped = sent.filter(({ outcome }) => outcome !== 'whole').length
    await world.close()
    return [
      inform('answered', String(count(sent, 'whole'))),
      atMost('requests that were dropped', dropped, { most: 0, unit: '' }),
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
