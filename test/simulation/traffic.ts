import type { Configuration } from '#domain/configuration'
import type { HealthView } from '#domain/health'
import type { UsageRecord } from '#domain/record'
import { plan } from '#plan/plan'
import { SmoothRotation } from '#plan/rotation'
import { DeploymentStates } from '#run/deployment-states'
import { HedgeBudget } from '#run/hedge-budget'
import { RetryBudget } from '#run/retry-budget'
import { runPlan } from '#run/run-plan'
import { CountingSink } from '#simulator/counting-sink'
import { admitted } from '#simulator/sample'
import type { Behavior } from '#simulator/scripted-send'
import { ScriptedSend } from '#simulator/scripted-send'
import { VirtualClock } from '#simulator/virtual-clock'

interface Given {
  readonly configuration: Configuration
  /** Model or chain that every request asks for. */
  readonly ask: string
  readonly streamed?: boolean
  readonly everyMs: number
  /** What a deployment does with an attempt at this time. */
  readonly behave: (label: string, now: number) => Behavior
  readonly seed?: number
}

/** Where one request was sent. */
interface Sent {
  readonly at: number
  /** Labels of the deployments, in the order of the attempts. */
  readonly attempts: readonly string[]
  /** Label of the one that answered. */
  readonly served: string | null
  /** Until the client had its first byte, milliseconds. */
  readonly ttftMs: number | null
  readonly skipped: UsageRecord['routing']['skipped']
}

/** A gateway in virtual time under even traffic. */
export class Traffic {
  readonly clock = new VirtualClock()
  readonly #given: Given
  readonly #random: () => number
  readonly #states: DeploymentStates
  readonly #rotation = new SmoothRotation()
  readonly #budget = new RetryBudget()
  readonly #hedges = new HedgeBudget()
  readonly #send: ScriptedSend

  constructor(given: Given) {
    this.#given = given
    this.#random = seeded(given.seed ?? 1)
    this.#states = new DeploymentStates({
      random: this.#random,
      cooldown: () => given.configuration.cooldown,
      onEvent: () => undefined,
    })
    this.#send = new ScriptedSend(this.clock, ({ deployment: { label } }) =>
      given.behave(label, this.clock.now()),
    )
  }

  get health(): HealthView {
    return this.#states
  }

  /** Sends so many requests one after the other, each at its time, however long the one before takes. */
  async run(requests: number): Promise<readonly Sent[]> {
    const running: Promise<Sent>[] = []
    for (let n = 0; n < requests; n++) {
      running.push(this.#request())
      await this.clock.advance(this.#given.everyMs)
    }
    return this.clock.until(Promise.all(running))
  }

  async #request(): Promise<Sent> {
    const { configuration, ask, streamed = true } = this.#given
    const at = this.clock.now()
    const who = admitted(ask, { body: { streamed }, receivedAt: at })
    const planned = plan(who, {
      configuration,
      health: this.#states,
      rotation: this.#rotation,
      random: this.#random,
      now: at,
    })
    if (planned.kind === 'refused') throw new Error(planned.message)
    const answered = await runPlan({ admitted: who, plan: planned }, new CountingSink(), {
      clock: this.clock,
      random: this.#random,
      send: this.#send.send,
      states: this.#states,
      budget: this.#budget,
      budgetSettings: configuration.retryBudget,
      flushAfterMs: 15_000,
      malformedEvent: 'drop',
      judge: null,
      hedges: this.#hedges,
    })
    const { result, attempts, skipped, ttftMs } = answered
    return {
      at,
      attempts: attempts.map(({ deployment }) => deployment),
      served: result.kind === 'answered' ? result.step.deployment.label : null,
      ttftMs,
      skipped,
    }
  }
}

/** How often each label was tried first. */
export function firstsOf(sent: readonly Sent[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { attempts } of sent) {
    const first = attempts[0] ?? 'nobody'
    counts[first] = (counts[first] ?? 0) + 1
  }
  return counts
}

function seeded(seed: number): () => number {
  let state = seed
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
}
