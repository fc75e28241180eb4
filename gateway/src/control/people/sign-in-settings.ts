import type { Role } from '../actor.ts'
import type { IdentityProvider } from './sign-in-library.ts'

/** An identity provider, and whom it lets in. */
export interface ProviderSettings extends IdentityProvider {
  /** Whoever it vouches for gets this role in the file's organisation; `null`: only people who were invited come in. */
  readonly defaultRole: Role | null
  /** Domains of addresses that may; empty: all. */
  readonly domains: readonly string[]
}

/** How people sign in. */
export interface SignInSettings {
  readonly sessionHours: number
  readonly providers: readonly ProviderSettings[]
  /** The organisation that default roles are of. */
  readonly organisation: string
}
