import { readFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { atMost, inform } from '../../experiment.ts'
import { balance } from '../balance.ts'
import type { ProcessExperiment } from '../experiment.ts'
import { count, startLoad } from '../load.ts'
import { startWorld } from '../world.ts'

const CLIENTS = 16
const UNDER_LOAD_MS = 4_000
const MAY_BE_LOST_MS = 100
const LOOK_MS = 50
const GIVE_UP_MS = 60_000

export const workerKilled: ProcessExperiment = {
  name: 'kill -9 of one of two workers',
  about: `\`backstay serve --workers 2\`, ${CLIENTS} clients; after 4 s one of the workers is killed, and after 4 s more the gateway is told to end.`,
  async run() {
    const world = await startWorld({ args: ['--workers', '2'] })
    const load = startLoad(world.url, CLIENTS)
    await pause(UNDER_LOAD_MS)
    const [first = 0, second = 0] = await workersOf(world.gateway.pid)
    const killedAt = Date.now()
    process.kill(second, 'SIGKILL')
    const replacedMs = await replaced(world.gateway.pid, [first, second])
    await pause(UNDER_LOAD_MS)
    const sent = await load.stop()
    await world.gateway.stop()
    const failures = sent.length - count(sent, 'whole')
    const due = sent.filter(({ endedAt }) => endedAt < killedAt - MAY_BE_LOST_MS || endedAt > killedAt)
    const verdicts = [
      inform('answered', String(count(sent, 'whole'))),
      atMost('failures, of those that the killed one had', failures, { most: CLIENTS, unit: '' }),
      atMost('refused connections', count(sent, 'refused'), { most: 0, unit: '' }),
      inform('another one serves in its place after', replacedMs === null ? 'never' : `${replacedMs} ms`),
      ...balance(due, await world.records()),
    ]
    await world.close()
    return verdicts
  },
}

async function workersOf(parent: number): Promise<readonly number[]> {
  const text = await readFile(`/proc/${parent}/task/${parent}/children`, 'utf8')
  const children = text.trim().split(' ').map(Number)
  const commands = await Promise.all(
    children.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  )
  return children.filter((_pid, n) => commands[n]?.includes('serve'))
}

async function replaced(parent: number, before: readonly number[]): Promise<number | null> {
  const start = performance.now()
  while (performance.now() - start < GIVE_UP_MS) {
    const now = await workersOf(parent)
    if (now.length === before.length && now.some((pid) => !before.includes(pid)))
      return Math.round(performance.now() - start)
    await pause(LOOK_MS)
  }
  return null
}
