import type { DeploymentId } from './names.ts'

/** What keeps the requests of a session on one deployment: an id they bring, the beginning of the prompt, nothing. */
export type Affinity = 'id' | 'prefix' | 'none'

/** The session of everything that goes on from something a provider keeps, such as a stored response. */
export function keptSession(keyId: string, id: string): string {
  return `${keyId}\0kept\0${id}`
}

/** Which deployment served a session last. */
export interface Sessions {
  /** `null`: not known, or too long ago. */
  lookUp(session: string, now: number): DeploymentId | null
  remember(session: string, deployment: DeploymentId, now: number): void
}
