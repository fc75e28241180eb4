import type { Deployment } from '#domain/deployment'
import type { Failure, FailureClass } from '#domain/failure'
import type { Model } from '#domain/model'
import type { Answered } from '#domain/run'
import { DeploymentStates } from '#run/deployment-states'
import { HedgeBudget } from '#run/hedge-budget'
import { ManualStates } from '#run/manual-states'
import { RetryBudget } from '#run/retry-budget'
import type { AnswerJudge } from '#run/run-plan'
import { runPlan } from '#run/run-plan'
import { CountingSink } from './counting-sink.ts'
import { admitted } from './sample.ts'
import { samplePlan } from './sample-plan.ts'
import type { Behavior } from './scripted-send.ts'
import { ScriptedSend } from './scripted-send.ts'
import { VirtualClock } from './virtual-clock.ts'

export const ANSWER: Behavior = { kind: 'answer', afterMs: 50, lastsMs: 100 }

export function fails(failureClass: FailureClass, more: Partial<Failure> = {}): Behavior {
  return { kind: 'fail', afterMs: 10, failure: { class: failureClass, detail: 'scripted', ...more } }
}

/** Label → what the deployment does in turn, the last one from then on. */
export type Script = Readonly<Record<string, readonly Behavior[]>>

/** One request of a sample world. */
export interface SampleRequest {
  readonly models: readonly Model[]
  readonly request?: Parameters<typeof admitted>[1]
  readonly plan?: Parameters<typeof samplePlan>[1]
  /** Counted from its arrival. */
  readonly hangUpAtMs?: number
  readonly judge?: AnswerJudge
  readonly sink?: CountingSink
}

/** What became of it. */
export interface SampleEnd {
  readonly answered: Answered
  /** Labels of the deployments that were called, in order. */
  readonly calls: string
  /** What the client was told. */
  readonly events: readonly string[]
  /** Clock reading. */
  readonly endedAt: number
}

/** A world in virtual time in which requests are run one after the other. */
export class SampleWorld {
  readonly clock = new VirtualClock()
  readonly manual = new ManualStates({ clock: this.clock, onEvent: () => undefined })
  readonly states = new DeploymentStates({
    random: () => 0.5,
    cooldown: () => ({ minMs: 1_000, maxMs: 3_600_000, defaultMs: 2_000 }),
    onEvent: () => undefined,
    manual: this.manual,
  })
  readonly send: ScriptedSend
  readonly #budget = new RetryBudget()
  readonly #hedges = new HedgeBudget()
  readonly #asked = new Map<string, number>()

  constructor(script: Script) {
    this.send = new ScriptedSend(this.clock, ({ deployment: { label } }) => {
      const turn = this.#asked.get(label) ?? 0
      this.#asked.set(label, turn + 1)
      const own = script[label] ?? []
      return own[Math.min(turn, own.length - 1)] ?? ANSWER
    })
  }

  async run({
    models,
    request,
    plan,
    hangUpAtMs,
    judge,
    sink = new CountingSink(),
  }: SampleRequest): Promise<SampleEnd> {
    const { clock, send, states } = this
    const before = send.calls.length
    const who = admitted('m', { ...request, receivedAt: clock.now() })
    const ports = {
      clock,
      random: () => 0.5,
      send: send.send,
      states,
      flushAfterMs: 15_000,
      malformedEvent: 'drop' as const,
      judge: judge ?? null,
      budget: this.#budget,
      hedges: this.#hedges,
      budgetSettings: { ratio: 0.2, minPerSecond: 10 },
    }
    if (hangUpAtMs !== undefined) clock.after(hangUpAtMs, () => sink.hangUp())
    const planned = { admitted: who, plan: samplePlan(models, plan) }
    const answered = await clock.until(runPlan(planned, sink, ports))
    const calls = send.calls.slice(before).join(' ')
    return { answered, calls, events: sink.events, endedAt: clock.now() }
  }
}

/** One request in a world of its own. */
export async function run(
  given: SampleRequest & {
    readonly script: Script
    /** Takes room before the request is sent, after it was planned. */
    readonly rush?: Deployment
  },
): Promise<SampleEnd & { readonly states: DeploymentStates }> {
  const world = new SampleWorld(given.script)
  if (given.rush !== undefined) world.states.of(given.rush).hold(given.rush, 1_000_000, 0)
  return { ...(await world.run(given)), states: world.states }
}
