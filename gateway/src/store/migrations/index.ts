import type { Migration } from 'kysely/migration'
import { usageRecords } from './0001-usage-records.ts'
import { events } from './0002-events.ts'
import { feedback } from './0003-feedback.ts'
import { spending } from './0004-spending.ts'
import { auditLogs } from './0005-audit-logs.ts'
import { people } from './0006-people.ts'
import { usagePartitions } from './0007-usage-partitions.ts'
import { configuration } from './0008-configuration.ts'
import { usageRollups } from './0009-usage-rollups.ts'
import { webhooks } from './0010-webhooks.ts'
import { attemptRollups } from './0011-attempt-rollups.ts'
import { sealedValues } from './0012-sealed-values.ts'
import { alertDeliveries } from './0013-alert-deliveries.ts'
import { alertHistory } from './0014-alert-history.ts'

/**
 * Name → migration, oldest first. Names sort in that order. One that was released is never changed, moved or removed:
 * stores remember the names they have run.
 */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-usage-records': usageRecords,
  '0002-events': events,
  '0003-feedback': feedback,
  '0004-spending': spending,
  '0005-audit-logs': auditLogs,
  '0006-people': people,
  '0007-usage-partitions': usagePartitions,
  '0008-configuration': configuration,
  '0009-usage-rollups': usageRollups,
  '0010-webhooks': webhooks,
  '0011-attempt-rollups': attemptRollups,
  '0012-sealed-values': sealedValues,
  '0013-alert-deliveries': alertDeliveries,
  '0014-alert-history': alertHistory,
}
