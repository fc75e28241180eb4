import type { IncomingMessage, ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { adminApp } from './admin-app.ts'
import { AuditLog } from './audit-log.ts'
import { tokenAuthenticator } from './authenticate.ts'
import { EventStreams } from './event-streams.ts'
import type { ControlNeeds } from './ports.ts'

/** The control plane as the rest of the gateway sees it. */
export interface ControlPlane {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>
  /** Ends what would go on for ever: the live streams. */
  close(): void
}

export function createControlPlane(needs: ControlNeeds): ControlPlane {
  const { adminToken, configuration } = needs
  const byToken =
    adminToken === null ? [] : [tokenAuthenticator(adminToken, () => configuration().organisation.id)]
  const streams = new EventStreams()
  const audit = new AuditLog(needs.database, needs.clock)
  const app = adminApp({ ...needs, audit, authenticators: byToken, streams })
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false })
  return {
    handle: async (request, response) => {
      await listener(request, response)
    },
    close: () => streams.close(),
  }
}
