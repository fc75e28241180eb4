import { setTimeout as pause } from 'node:timers/promises'
import type { Verdict } from '../../experiment.ts'
import { atMost, inform } from '../../experiment.ts'
import type { ProcessExperiment } from '../experiment.ts'
import { ask, count, startLoad } from '../load.ts'
import { startWorld } from '../world.ts'

const UNDER_LOAD_MS = 4_000
/** So much may be lost; of what is older nothing. */
const MAY_BE_LOST_MS = 100

export const kill: ProcessExperiment = {
  name: 'kill -9 of the gateway',
  about:
    'Sixteen clients; after 4 s the gateway is killed without a chance to write, and started again on the same store.',
  async run() {
    const world = await startWorld()
    const load = startLoad(world.url, 16)
    await pause(UNDER_LOAD_MS)
    const killedAt = Date.now()
    world.gateway.child.kill('SIGKILL')
    await world.ended()
    const sent = await load.stop()
    const again = await world.restart()
    const after = await ask(again.url, false)
    await again.gateway.stop()
    const written = new Set((await again.records()).map(({ id }) => id))
    const missing = sent.filter(({ id, outcome }) => outcome === 'whole' && id !== null && !written.has(id))
    const early = missing.filter(({ endedAt }) => endedAt < killedAt - MAY_BE_LOST_MS)
    const ids = (await again.records()).length
    await again.close()
    const verdicts: Verdict[] = [
      inform('answered before the kill', String(count(sent, 'whole'))),
      atMost('answered more than 100 ms before it, without a record', early.length, { most: 0, unit: '' }),
      inform('answered in the last 100 ms, without a record', String(missing.length - early.length)),
      atMost('requests with two records', ids - written.size, { most: 0, unit: '' }),
      atMost('failures after the start on the same store', after.outcome === 'whole' ? 0 : 1, {
        most: 0,
        unit: '',
      }),
    ]
    return verdicts
  },
}
