import type { ProcessExperiment } from '../experiment.ts'
import { clockJumps } from './clock-jumps.ts'
import { memberKilled, servicesAway, sharing } from './cluster.ts'
import { drain } from './drain.ts'
import { kill } from './kill.ts'
import { reload } from './reload.ts'
import { slowClients } from './slow-clients.ts'
import { stoppedProvider } from './stopped-provider.ts'
import { fullDisk, lockedStore } from './store-outage.ts'
import { workerKilled } from './workers.ts'

/** In the order of the page. */
export const PROCESS_EXPERIMENTS: readonly ProcessExperiment[] = [
  kill,
  drain,
  stoppedProvider,
  lockedStore,
  fullDisk,
  reload,
  clockJumps,
  slowClients,
  workerKilled,
  sharing,
  memberKilled,
  servicesAway,
]
