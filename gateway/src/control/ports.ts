import type { IncomingMessage } from 'node:http'
import type { DeploymentTest, ExplainRequest, Health, SimulatedFault } from '@backstay/contract/admin'
import type { Budget, BudgetStanding } from '#domain/budget'
import type { Clock } from '#domain/clock'
import type { Configuration } from '#domain/configuration'
import type { Deployment } from '#domain/deployment'
import type { Model } from '#domain/model'
import type { RequestTotals } from '#domain/request-totals'
import type { EntryEdit } from '#snapshot/entry-change'
import type { InForce } from '#snapshot/in-force'
import type { StoreTransaction } from '#store/configuration-store'
import type { ControlDatabase } from '#store/control-database'
import type { EventLog } from '#store/event-log'
import type { SecretBox } from '#store/secret-box'
import type { StoreReader } from '#store/store-reader'
import type { Alerts } from './alerts/alerts.ts'
import type { Post } from './alerts/delivery.ts'
import type { AuditLog } from './audit-log.ts'
import type { Authenticator } from './authenticate.ts'
import type { EventStreams } from './event-streams.ts'
import type { GuessLimits } from './people/guess-limits.ts'
import type { People } from './people/people.ts'
import type { SignInSettings } from './people/sign-in-settings.ts'
import type { Explained } from './use-cases/explain.ts'

/** A state that an operator sets. */
export interface StateChange {
  readonly state: 'drain' | 'force_open' | 'reset'
  /** `null`: until it is reset. */
  readonly forMs: number | null
  readonly reason: string
  readonly by: string
}

/** A change of an organisation's configuration. */
export interface ConfigurationWrite {
  readonly organisation: string
  readonly by: string
  /** As versions name it. */
  readonly action: string
  /** What is to be changed of what is in force; may be asked again, when somebody else wrote meanwhile. */
  readonly edit: (current: InForce) => readonly EntryEdit[]
  /** Written in the same transaction. */
  readonly also: (within: StoreTransaction, before: InForce, after: InForce) => Promise<void>
}

/** Faults of simulated providers, by the deployments that call them. */
export interface SimulatedFaults {
  /** `null`: none; `undefined`: its provider is a real one. */
  readonly faultOf: (deployment: Deployment) => SimulatedFault | null | undefined
  readonly setFault: (deployment: Deployment, fault: SimulatedFault | null) => void
}

/** What the control plane is handed; it knows nothing else of the data plane. */
export interface ControlNeeds {
  readonly clock: Clock
  readonly configuration: () => Configuration
  /** The configuration of an organisation, with what it was made of. */
  readonly inForce: (organisation: string) => InForce
  /** Checked whole, stored, and in force. */
  readonly write: (
    write: ConfigurationWrite,
  ) => Promise<{ readonly before: InForce; readonly after: InForce }>
  /** Reads what others have stored; resolves when it is in force. */
  readonly refresh: () => Promise<void>
  /** Lets others say that they have written to the store; `null`: nobody may. */
  readonly invalidationSecret: string | null
  /** What would be in force; nothing is stored. */
  readonly preview: (organisation: string, edit: ConfigurationWrite['edit']) => InForce
  /** Really calls a deployment, which need not be saved. */
  readonly testDeployment: (model: Model, deployment: Deployment) => Promise<Omit<DeploymentTest, 'index'>>
  /** How a budget stands. */
  readonly budgetStanding: (budget: Budget) => BudgetStanding
  /** Opens the admin API with the rights of an owner; `null`: no token does. */
  readonly adminToken: string | null
  /** How people sign in. */
  readonly signIn: SignInSettings
  /** Where browsers find the console, if the file says so. */
  readonly publicUrl: string | null
  /** Where browsers find the console: there, or where the gateway listens. */
  readonly origin: () => string
  /** The address of whoever sent a request, as far as proxies are trusted. */
  readonly addressOf: (request: IncomingMessage) => string
  /** Did it come over TLS, as far as proxies are trusted. */
  readonly isSecure: (request: IncomingMessage) => boolean
  /** Posts an alert. */
  readonly postAlert: Post
  /** Encrypts and decrypts what is secret in the store. */
  readonly secrets: () => SecretBox
  /** Something that the operator should look at. */
  readonly warn: (message: string) => void
  /** Opens metrics and the description of the API to those who are not on this machine; `null`: to nobody. */
  readonly metricsToken: string | null
  /** Is the caller on this machine, with nobody in between. */
  readonly isLocal: (request: IncomingMessage) => boolean
  readonly explain: (asked: ExplainRequest, configuration: Configuration) => Explained
  readonly health: (configuration: Configuration) => Health
  /** Counts since the start. */
  readonly totals: () => RequestTotals
  /** Requests that wait for room. */
  readonly waiting: () => number
  /** Deployments whose state can be set. */
  readonly deployments: (configuration: Configuration) => readonly Deployment[]
  readonly setState: (deployment: Deployment, change: StateChange) => void
  /** Faults of the providers that are simulated; `null`: none is. */
  readonly simulated: SimulatedFaults | null
  readonly events: EventLog
  readonly reader: StoreReader
  /** No SQL runs on the thread that serves requests. */
  readonly database: ControlDatabase
  /** A bug: the caller got 500 with this request id. */
  readonly onBug: (error: unknown, requestId: string) => void
}

/** What use cases work with. */
export interface ControlPorts extends ControlNeeds {
  readonly audit: AuditLog
  readonly people: People
  readonly alerts: Alerts
  readonly guesses: GuessLimits
  readonly authenticators: readonly Authenticator[]
  /** The live streams that are open. */
  readonly streams: EventStreams
}
