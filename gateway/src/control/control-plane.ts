import type { IncomingMessage, ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { adminApp } from './admin-app.ts'
import { Alerts } from './alerts/alerts.ts'
import { AuditLog } from './audit-log.ts'
import type { Authenticator } from './authenticate.ts'
import { adminTokenAuthenticator } from './authenticate.ts'
import { EventStreams } from './event-streams.ts'
import { GuessLimits } from './people/guess-limits.ts'
import { People } from './people/people.ts'
import { serviceTokenAuthenticator } from './people/service-tokens.ts'
import type { ControlNeeds } from './ports.ts'

/** The control plane as the rest of the gateway sees it. */
export interface ControlPlane {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>
  /** Ends what would go on for ever: the live streams, and the tries of alerts, which stay in the store. */
  close(): void
}

export function createControlPlane(needs: ControlNeeds): ControlPlane {
  const { database, clock, signIn, origin, secrets, warn } = needs
  const streams = new EventStreams()
  const people = new People({
    database,
    clock,
    settings: signIn,
    origin,
    secrets,
    warn,
  })
  const alerts = new Alerts({
    ...needs,
    post: needs.postAlert,
    organisation: signIn.organisation,
  })
  const app = adminApp({
    ...needs,
    alerts,
    audit: new AuditLog(database, clock),
    people,
    guesses: new GuessLimits(database, clock),
    authenticators: authenticators(needs, people),
    streams,
  })
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false })
  return {
    handle: async (request, response) => {
      await listener(request, response)
    },
    close: () => {
      streams.close()
      alerts.close()
    },
  }
}

function authenticators(
  { adminToken, configuration, database, clock }: ControlNeeds,
  people: People,
): readonly Authenticator[] {
  const bySession: Authenticator = ({ cookie }) => people.identity(cookie)
  const byToken = [serviceTokenAuthenticator(database, clock), bySession]
  if (adminToken === null) return byToken
  return [
    adminTokenAuthenticator({
      token: adminToken,
      organisation: () => configuration().organisation.id,
      exists: (organisation) => people.organisations.exists(organisation),
    }),
    ...byToken,
  ]
}
