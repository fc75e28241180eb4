import { setTimeout as pause } from 'node:timers/promises'
import { error } from '#simulator/faults'
import type { Verdict } from '../../experiment.ts'
import { atMost, inform } from '../../experiment.ts'
import { balance } from '../balance.ts'
import type { Cluster, ClusterMember } from '../cluster.ts'
import { startCluster, TTL_S } from '../cluster.ts'
import type { ProcessExperiment } from '../experiment.ts'
import type { Sent } from '../load.ts'
import { count, startLoad } from '../load.ts'
import { KEY } from '../world.ts'

const LIMIT = 60_000
const TOKENS = 208
const REQUESTS = 600
const AT_ONCE = 24
const OUTPUT = { max_tokens: 200 }
const SECOND_MS = 1_000
const UNDER_LOAD_MS = 4_000
const POSTGRES_AWAY_MS = 60_000
const REDIS_AWAY_MS = 20_000
const MAY_BE_LOST_MS = 100
const LOOK_MS = 5
const GIVE_UP_MS = 60_000

/** What they share, and how fast one follows the others. */
export const sharing: ProcessExperiment = {
  name: 'three gateways on one Redis and one PostgreSQL',
  about:
    'Six hundred requests of 208 tokens, 24 at once, to all three in turn, on one deployment with 60,000 tokens a minute. Then what happens on one, and how long until both others know. Copies of what is stored may be 5 s old without a notice.',
  run: () => onCluster(shareVerdicts),
}

/** One of them is killed. */
export const memberKilled: ProcessExperiment = {
  name: 'kill -9 of one of three gateways',
  about:
    'Four clients at each; after 4 s one gateway is killed, and another one is started on the same folder. PostgreSQL is stopped half a second before, so that records wait.',
  run: () => onCluster(killVerdicts),
}

/** Both services go away. */
export const servicesAway: ProcessExperiment = {
  name: 'PostgreSQL is stopped for 60 s, Redis for 20 s of them',
  about: 'Two clients at each of three gateways.',
  run: () => onCluster(outageVerdicts),
}

async function onCluster(
  measure: (cluster: Cluster) => Promise<readonly Verdict[]>,
): Promise<readonly Verdict[]> {
  const cluster = await startCluster()
  if (typeof cluster === 'string') return [inform(`not measured: ${cluster}`, '–')]
  try {
    return await measure(cluster)
  } finally {
    await cluster.close()
  }
}

async function shareVerdicts(cluster: Cluster): Promise<readonly Verdict[]> {
  const { members, simulator } = cluster
  simulator.script.always({ usage: { input: 8, output: 200 }, delays: { beforeHeadersMs: 20 } })
  let next = 0
  let admitted = 0
  const client = async (): Promise<void> => {
    while (next < REQUESTS) {
      const member = members[next++ % members.length]
      if (member !== undefined && (await statusOf(member, 'limited')) === 200) admitted += TOKENS
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, client))
  simulator.script.always(error(500))
  const [first, ...others] = members
  if (first === undefined) throw new Error('there is no gateway')
  for (let n = 0; n < 5; n += 1) await statusOf(first, 'ill')
  const openedMs = await until(others, async (member) => (await stateOf(member, 'ill')) === 'open')
  simulator.script.always({})
  const made = { name: 'made', deployments: [{ provider: 'main', model: 'plain' }] }
  await first.admin('POST', 'models', made)
  const toldMs = await until(others, async (member) => (await statusOf(member, 'made')) === 200)
  await cluster.storeModel('unannounced')
  const foundMs = await until(members, async (member) => (await statusOf(member, 'unannounced')) === 200)
  return [
    atMost('tokens admitted in a minute', admitted, { most: LIMIT * 1.05, unit: '' }),
    inform('of the limit used', `${((admitted / LIMIT) * 100).toFixed(1)} %`),
    atMost('a breaker that opens is seen by the others after', openedMs, { most: SECOND_MS, unit: ' ms' }),
    atMost('a change on one gateway is followed by the others after', toldMs, {
      most: SECOND_MS,
      unit: ' ms',
    }),
    atMost('a change that nobody tells of is followed by all after', foundMs, {
      most: TTL_S * SECOND_MS,
      unit: ' ms',
    }),
  ]
}

async function killVerdicts(cluster: Cluster): Promise<readonly Verdict[]> {
  const { members, postgres } = cluster
  const loads = members.map(({ url }) => startLoad(url, 4))
  await pause(UNDER_LOAD_MS)
  await postgres.stop()
  await pause(SECOND_MS / 2)
  const killedAt = Date.now()
  members[1]?.program.child.kill('SIGKILL')
  await pause(SECOND_MS)
  await postgres.start()
  await cluster.start().then((fresh) => members.push(fresh))
  const [one = [], killed = [], two = []] = await Promise.all(loads.map((load) => load.stop()))
  const before = killed.filter(({ endedAt }) => endedAt <= killedAt)
  const older = before.filter(({ endedAt }) => endedAt < killedAt - MAY_BE_LOST_MS)
  await settled(cluster, [...one, ...two, ...older])
  const records = await cluster.records()
  const [lost, doubled] = balance([...one, ...two, ...older], records)
  const [newest] = balance(before, records)
  const others = [...one, ...two]
  return [
    inform('answered', String(count(others, 'whole') + count(before, 'whole'))),
    atMost('failures on the others', others.length - count(others, 'whole'), { most: 0, unit: '' }),
    ...(lost === undefined
      ? []
      : [{ ...lost, what: 'answered more than 100 ms before it or by others, without a record' }]),
    ...(newest === undefined ? [] : [inform('answered until the kill, without a record', newest.value)]),
    ...(doubled === undefined ? [] : [doubled]),
  ]
}

async function outageVerdicts(cluster: Cluster): Promise<readonly Verdict[]> {
  const { members, postgres, redis } = cluster
  const loads = members.map(({ url }) => startLoad(url, 2))
  await pause(UNDER_LOAD_MS)
  await postgres.stop()
  await pause((POSTGRES_AWAY_MS - REDIS_AWAY_MS) / 2)
  await redis.stop()
  await pause(REDIS_AWAY_MS)
  await redis.start()
  await pause((POSTGRES_AWAY_MS - REDIS_AWAY_MS) / 2)
  await postgres.start()
  await pause(UNDER_LOAD_MS)
  const sent = (await Promise.all(loads.map((load) => load.stop()))).flat()
  await settled(cluster, sent)
  return [
    inform('answered', String(count(sent, 'whole'))),
    atMost('failures', sent.length - count(sent, 'whole'), { most: 0, unit: '' }),
    ...balance(sent, await cluster.records()),
  ]
}

/** Waits until what is due is stored, or will not be. */
async function settled(cluster: Cluster, sent: readonly Sent[]): Promise<void> {
  const due = sent.filter(({ outcome }) => outcome === 'whole').map(({ id }) => id ?? '')
  const giveUp = performance.now() + GIVE_UP_MS
  while (performance.now() < giveUp) {
    const stored = new Set((await cluster.records()).map(({ id }) => id))
    if (due.every((id) => stored.has(id))) return
    await pause(SECOND_MS)
  }
}

/** Milliseconds until it is so on all of them; `null`: not within a minute. */
async function until(
  members: readonly ClusterMember[],
  isSo: (member: ClusterMember) => Promise<boolean>,
): Promise<number | null> {
  const start = performance.now()
  const one = async (member: ClusterMember): Promise<number> => {
    while (!(await isSo(member))) {
      if (performance.now() - start > GIVE_UP_MS) return Number.POSITIVE_INFINITY
      await pause(LOOK_MS)
    }
    return performance.now() - start
  }
  const ms = Math.max(...(await Promise.all(members.map(one))))
  return Number.isFinite(ms) ? Math.round(ms) : null
}

async function statusOf({ url }: ClusterMember, model: string): Promise<number> {
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'authorization': `Bearer ${KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model, messages: [{ role: 'user', content: 'Hello' }], ...OUTPUT }),
  })
  await response.arrayBuffer()
  return response.status
}

async function stateOf(member: ClusterMember, model: string): Promise<string | undefined> {
  const { deployments } = (await member.admin('GET', 'health')) as {
    readonly deployments: readonly { readonly model: string; readonly state: string }[]
  }
  return deployments.find((one) => one.model === model)?.state
}
