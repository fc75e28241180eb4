import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { acceptRequest } from '#accept/accept-request'
import { KeyLimits } from '#admit/key-limits'
import { admit } from '#admit/admit'
import { BudgetLedger } from '#domain/budget-ledger'
import type { Configuration } from '#domain/configuration'
import type { Admitted } from '#domain/request'
import { type PlanPorts, plan } from '#plan/plan'
import { SmoothRotation } from '#plan/rotation'
import { SessionMemory } from '#plan/session-memory'
import { compileTriggers } from '#run/compile-triggers'
import { DeploymentStates } from '#run/deployment-states'
import { WaitingRoom } from '#run/waiting-room'
import { lossesAt, unreachableAt } from '#send/translation'
import { formatProblems } from '#snapshot/format-problems'
import { loadConfig } from '#snapshot/load-config'
import { systemClock } from '#system-clock'
import { openaiChat } from '#wire/openai-chat/codec'
import { interleaved } from '../bench.ts'
import { chatBodyFor } from '../load/chat-body.ts'
import { CROWDS, type Crowd, PLAN_SIZES, type PlanCosts, settingsOf } from './plan-sizes.ts'

// Run as a program of its own: `plan-cost.ts ROUNDS SECONDS`. Plans with the function that plans real requests, wired
// as the composition root does it, and prints `PlanCosts`. The seconds are shared by all sizes of a round.

/** Requests that are planned in turn; each with a key and a model of its own, as far as there are any. */
const REQUESTS = 1_000
const BATCH = 20

interface Subject {
  readonly crowd: Crowd
  readonly size: number
  readonly requests: readonly Admitted[]
  readonly ports: () => PlanPorts
}

async function subjectOf(folder: string, crowd: Crowd, size: number): Promise<Subject> {
  const file = join(folder, 'plan.yaml')
  await writeFile(file, JSON.stringify(settingsOf(size, crowd, 9)))
  const loaded = await loadConfig(file, {})
  if (loaded.kind === 'refused') throw new Error(formatProblems(file, loaded.problems).join('\n'))
  const { configuration } = loaded
  const gateway = {
    configuration,
    rotation: new SmoothRotation(),
    random: Math.random,
    sessions: new SessionMemory(),
    budgets: new BudgetLedger({ clock: systemClock, onEvent: () => undefined }),
    queue: new WaitingRoom(systemClock),
    uncarried: lossesAt,
    unreachable: unreachableAt,
    health: new DeploymentStates({
      random: Math.random,
      cooldown: () => configuration.cooldown,
      onEvent: () => undefined,
    }),
  }
  const ports = (): PlanPorts => ({ ...gateway, now: systemClock.now() })
  return { crowd, size, requests: requestsTo(configuration), ports }
}

function requestsTo(configuration: Configuration): Admitted[] {
  const ports = {
    limits: new KeyLimits(systemClock),
    budgets: new BudgetLedger({ clock: systemClock, onEvent: () => undefined }),
  }
  const keys = [...configuration.keys.values()]
  const models = [...configuration.models.keys()]
  return Array.from({ length: REQUESTS }, (_, index) => {
    // Spread over all of them, not the first thousand.
    const at = Math.floor((index * keys.length) / REQUESTS)
    const [key, model] = [keys[at], models[at]]
    if (key === undefined || model === undefined) throw new Error('there is no such key or model')
    const bytes = Buffer.from(chatBodyFor(model, { streamed: false, bytes: 300 }))
    const arrived = { id: 'plan', headers: {}, bytes, receivedAt: 0, receivedWallMs: 0 }
    return admit(acceptRequest({ ...arrived, compileTriggers, codec: openaiChat, given: null }), key, ports)
  })
}

/** Nanoseconds of CPU of this process per plan. */
function costOf({ requests, ports }: Subject, seconds: number): number {
  const before = process.cpuUsage()
  const usedMicroseconds = (): number => {
    const { user, system } = process.cpuUsage(before)
    return user + system
  }
  let plans = 0
  let used = 0
  while (used < seconds * 1e6) {
    for (let index = 0; index < BATCH; index++) {
      const admitted = requests[(plans + index) % requests.length]
      if (admitted === undefined || plan(admitted, ports()).kind !== 'planned')
        throw new Error('a request was not planned')
    }
    plans += BATCH
    used = usedMicroseconds()
  }
  return (used * 1000) / plans
}

async function main(rounds: number, seconds: number): Promise<PlanCosts> {
  const folder = await mkdtemp(join(tmpdir(), 'backstay-plan-'))
  const costs: PlanCosts = { apart: {}, together: {} }
  try {
    const subjects: Subject[] = []
    for (const crowd of CROWDS) {
      for (const size of PLAN_SIZES) subjects.push(await subjectOf(folder, crowd, size))
    }
    const share = seconds / subjects.length
    for (const subject of subjects) costOf(subject, share)
    const measured = await interleaved({ rounds }, subjects, async (subject) => costOf(subject, share))
    for (const [{ crowd, size }, values] of measured) costs[crowd][size] = values
    return costs
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const [rounds, seconds] = process.argv.slice(2).map(Number)
process.stdout.write(JSON.stringify(await main(rounds ?? 1, seconds ?? 1)))
