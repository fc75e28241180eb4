/** What people and tokens may be, from most to least. */
export const ROLES = ['owner', 'admin', 'editor', 'viewer'] as const

export type Role = (typeof ROLES)[number]

export type ActorKind = 'admin-token' | 'person' | 'service-token' | 'system'

/** Who asks, once it is known. */
export interface Actor {
  readonly kind: ActorKind
  /** As events and audit logs name it. */
  readonly id: string
  /** As people know it. */
  readonly name: string
  readonly role: Role
  /** The one organisation whose routes this request may call. */
  readonly organisation: string
}

const EVERYBODY = ['owner', 'admin', 'editor', 'viewer'] as const
const EDITORS = ['owner', 'admin', 'editor'] as const
const ADMINS = ['owner', 'admin'] as const

/** What a route asks for → who may. */
export const PERMISSIONS = {
  'health:read': EVERYBODY,
  'events:read': EVERYBODY,
  'usage:read': EVERYBODY,
  'audit:read': EVERYBODY,
  'providers:read': EVERYBODY,
  'models:read': EVERYBODY,
  'chains:read': EVERYBODY,
  'keys:read': EVERYBODY,
  'routing:read': EVERYBODY,
  'settings:read': EVERYBODY,
  'budgets:read': EVERYBODY,
  'members:read': EVERYBODY,
  'routing:explain': EVERYBODY,
  'deployments:operate': EDITORS,
  'deployments:test': EDITORS,
  'providers:write': EDITORS,
  'models:write': EDITORS,
  'chains:write': EDITORS,
  'keys:write': EDITORS,
  'routing:write': EDITORS,
  'budgets:write': ADMINS,
  'settings:write': ADMINS,
  'members:manage': ADMINS,
  'tokens:manage': ADMINS,
  'simulation:operate': ADMINS,
  'organisation:manage': ['owner'],
} as const satisfies Readonly<Record<string, readonly Role[]>>

export type Permission = keyof typeof PERMISSIONS

export function may({ role }: Pick<Actor, 'role'>, permission: Permission): boolean {
  const roles: readonly Role[] = PERMISSIONS[permission]
  return roles.includes(role)
}

/** Is a role not more than another one. */
export function isAtMost(role: Role, most: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(most)
}
