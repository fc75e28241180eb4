import type { AdminApp } from './admin-app.ts'
import type { ControlPorts } from './ports.ts'

/** One use case: puts its route into the app, with its description and its handler. */
export type UseCase = (app: AdminApp, ports: ControlPorts) => void
