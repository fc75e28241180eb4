import type { Session } from '@backstay/contract/admin'
import type { Role } from './actor.ts'
import { may, PERMISSIONS } from './actor.ts'
import type { Permission } from './actor.ts'
import type { Identity } from './authenticate.ts'
import { isUnknownAddress } from './people/redeem-link.ts'
import type { ControlPorts } from './ports.ts'

const ALL_PERMISSIONS = Object.keys(PERMISSIONS) as readonly Permission[]

/** Who asks, as the console needs it. */
export async function describeSession(
  identity: Identity,
  cookie: string | undefined,
  { people }: Pick<ControlPorts, 'people'>,
): Promise<Session> {
  const { kind, id, name, home } = identity
  const signedIn = kind === 'person' ? await people.signedIn(cookie) : null
  const email = signedIn?.person.email ?? null
  const organisations = []
  for (const { id: organisation, name: called } of await people.organisations.list()) {
    const role = await identity.roleIn(organisation)
    if (role !== null)
      organisations.push({ id: organisation, name: called, role, permissions: allowed(role) })
  }
  return {
    kind,
    id,
    name,
    email: email === null || isUnknownAddress(email) ? null : email,
    organisation: home,
    organisations,
    passwordSet: signedIn === null ? null : await people.hasPassword(signedIn.person.id),
    byLink: signedIn?.session.byLink ?? false,
    expiresAt: signedIn?.session.expiresAt ?? null,
  }
}

function allowed(role: Role): string[] {
  return ALL_PERMISSIONS.filter((permission) => may({ role }, permission))
}
