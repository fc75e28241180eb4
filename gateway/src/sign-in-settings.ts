import type { ConfigFile } from '@backstay/contract'
import type { SignInSettings } from '#control/people/sign-in-settings'

/** How people sign in, from what the file says. */
export function signInSettings(
  { session_hours: sessionHours, providers }: ConfigFile['admin']['sign_in'],
  organisation: string,
): SignInSettings {
  return {
    sessionHours,
    organisation,
    providers: providers.map((provider) => ({
      id: provider.id,
      name: provider.name ?? provider.id,
      issuer: provider.issuer,
      clientId: provider.client_id,
      clientSecret: provider.client_secret,
      scopes: provider.scopes,
      defaultRole: provider.default_role,
      domains: provider.domains,
      trustEmail: provider.trust_email,
    })),
  }
}

/** Of a URL the part that browsers name as the origin of a page. */
export function originOf(url: string | null): string | null {
  return url === null ? null : new URL(url).origin
}
