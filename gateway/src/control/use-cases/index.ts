import type { UseCase } from '../use-case.ts'
import { explain } from './explain.ts'
import { getHealth } from './get-health.ts'
import { getMetrics } from './get-metrics.ts'
import { getUsageRecord } from './get-usage-record.ts'
import { listAuditLogs } from './list-audit-logs.ts'
import { liveEvents } from './live-events.ts'
import { listEvents } from './list-events.ts'
import { listUsage } from './list-usage.ts'
import { openApi } from './open-api.ts'
import { setDeploymentState } from './set-deployment-state.ts'

/** Every use case of the admin API, in the order of its description. */
export const USE_CASES = [
  explain,
  getHealth,
  setDeploymentState,
  liveEvents,
  listEvents,
  listUsage,
  getUsageRecord,
  listAuditLogs,
  getMetrics,
  openApi,
] as const satisfies readonly UseCase[]
