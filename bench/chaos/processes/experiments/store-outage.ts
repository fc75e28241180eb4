import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import { runCommand } from '../../../program.ts'
import type { Verdict } from '../../experiment.ts'
import { atMost, inform } from '../../experiment.ts'
import { balance } from '../balance.ts'
import type { ProcessExperiment } from '../experiment.ts'
import { count, startLoad } from '../load.ts'
import type { World } from '../world.ts'
import { startWorld } from '../world.ts'

const LOCKED_MS = 60_000
const FULL_MS = 10_000

export const lockedStore: ProcessExperiment = {
  name: 'the store is locked for 60 s',
  about: 'Another program holds the SQLite file exclusively for 60 s under load; records wait.',
  async run() {
    const world = await startWorld()
    const load = startLoad(world.url, 4)
    await pause(2_000)
    const holder = new DatabaseSync(world.storeUrl.slice('sqlite:'.length), { timeout: 30_000 })
    holder.exec('BEGIN EXCLUSIVE')
    await pause(LOCKED_MS)
    holder.exec('ROLLBACK')
    holder.close()
    await pause(2_000)
    return verdictsOf(world, await load.stop())
  },
}

export const fullDisk: ProcessExperiment = {
  name: 'the disk of the store is full for 10 s',
  about: 'The store lies on a file system of 8 MB that is filled under load, and freed after 10 s.',
  async run() {
    const folder = await mkdtemp(join(tmpdir(), 'backstay-small-'))
    try {
      await runCommand('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', folder])
    } catch {
      await rm(folder, { recursive: true })
      return [inform('not measured: file systems cannot be mounted here', '–')]
    }
    try {
      const world = await startWorld({ storeFolder: folder })
      const load = startLoad(world.url, 4)
      await pause(1_000)
      await writeFile(join(folder, 'filler'), Buffer.alloc(8 * 1_048_576)).catch(() => undefined)
      await pause(FULL_MS)
      await rm(join(folder, 'filler'))
      await runCommand('mount', ['-o', 'remount,size=256m', folder])
      await pause(5_000)
      const sent = await load.stop()
      return await verdictsOf(world, sent)
    } finally {
      await runCommand('umount', [folder])
      await rm(folder, { recursive: true })
    }
  },
}

async function verdictsOf(world: World, sent: Parameters<typeof balance>[0]): Promise<readonly Verdict[]> {
  await world.gateway.stop()
  const verdicts = [
    inform('answered', String(count(sent, 'whole'))),
    atMost('failures', sent.length - count(sent, 'whole'), { most: 0, unit: '' }),
    ...balance(sent, await world.records()),
  ]
  await world.close()
  return verdicts
}
