import type { Clock } from '#domain/clock'
import type { Failure } from '#domain/failure'
import type { Accounts } from './accounts.ts'
import type { DeploymentStates } from './deployment-states.ts'
import type { Lane } from './lane.ts'

/** How long a probe may still take while its usual time is not known: the deployment is out of service until then. */
const PATIENCE_MS = { streamed: 10_000, whole: 30_000 }
/** As a multiple of its usual 95th percentile. */
const PATIENCE = 2

interface LoneProbeContext {
  readonly ports: { readonly clock: Clock; readonly states: DeploymentStates }
  readonly accounts: Accounts
  readonly streamed: boolean
}

/**
 * A probe whose hedge won goes on until it begins to answer, which closes the breaker, or fails, which opens it for
 * longer: cancelled, it would leave the deployment to be probed by the very next request. Nobody waits for it.
 */
export function leaveProbeAlone(lane: Lane, { ports, accounts, streamed }: LoneProbeContext): void {
  const { clock, states } = ports
  const { at } = lane.dispatch
  const totalMs = clock.now() - at
  // What the request records of it.
  lane.end = {
    kind: 'cancelled',
    failure: null,
    flag: null,
    reportedModel: null,
    usage: null,
    ttftMs: null,
    totalMs,
    sent: true,
  }
  const usual = states.of(lane.step.deployment).usualP95(streamed)
  const least = streamed ? PATIENCE_MS.streamed : PATIENCE_MS.whole
  const patienceMs = usual === null ? least : Math.max(PATIENCE_MS.streamed, usual * PATIENCE)
  const timer = clock.after(patienceMs, () => lane.attempt.fail(tooSlow(patienceMs)))
  lane.leaveAlone((end) => {
    timer.cancel()
    accounts.settle(lane, { end, late: false })
  })
}

function tooSlow(ms: number): Failure {
  return { class: 'timeout', detail: `the probe gave no answer in ${Math.round(ms)} ms more` }
}
