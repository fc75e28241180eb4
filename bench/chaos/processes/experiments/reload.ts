import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { atMost, inform } from '../../experiment.ts'
import { balance } from '../balance.ts'
import type { ProcessExperiment } from '../experiment.ts'
import { ask, count, startLoad } from '../load.ts'
import { startWorld } from '../world.ts'

const CHANGES = 20

export const reload: ProcessExperiment = {
  name: 'the configuration changes under load',
  about:
    'Sixteen clients; the file is written anew twenty times within 14 s, every fourth time with a mistake in it.',
  async run() {
    const world = await startWorld()
    const load = startLoad(world.url, 16)
    for (let n = 1; n <= CHANGES; n += 1) {
      if (n % 4 === 0) await writeFile(join(world.folder, 'backstay.yaml'), 'models: [{ name: ')
      else await world.configure({ retry: { max_attempts: 1 + (n % 3) } })
      await pause(700)
    }
    const sent = await load.stop()
    await world.configure({ models: [{ name: 'last', deployments: [{ provider: 'second', model: 'b' }] }] })
    await pause(2_000)
    const last = await ask(world.url, false, 'last')
    const versions = new Set((await world.records()).map(({ configVersion }) => configVersion)).size
    await world.gateway.stop()
    const records = await world.records()
    await world.close()
    return [
      inform('answered', String(count(sent, 'whole'))),
      inform('configurations that answered', String(versions)),
      atMost('failures', sent.length - count(sent, 'whole'), { most: 0, unit: '' }),
      atMost('failures by the last configuration', last.outcome === 'whole' ? 0 : 1, { most: 0, unit: '' }),
      ...balance(sent, records),
    ]
  },
}
