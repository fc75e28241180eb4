/** What people and tokens may be, from most to least. */
export type Role = 'owner' | 'admin' | 'editor' | 'viewer'

/** Who asks, once it is known. */
export interface Actor {
  /** As events and audit logs name it. */
  readonly id: string
  readonly role: Role
  /** The one organisation whose routes it may call. */
  readonly organisation: string
}

/** What a route asks for → who may. */
const PERMISSIONS = {
  'health:read': ['owner', 'admin', 'editor', 'viewer'],
  'events:read': ['owner', 'admin', 'editor', 'viewer'],
  'usage:read': ['owner', 'admin', 'editor', 'viewer'],
  'routing:explain': ['owner', 'admin', 'editor', 'viewer'],
  'deployments:operate': ['owner', 'admin', 'editor'],
} as const satisfies Readonly<Record<string, readonly Role[]>>

export type Permission = keyof typeof PERMISSIONS

export function may({ role }: Actor, permission: Permission): boolean {
  const roles: readonly Role[] = PERMISSIONS[permission]
  return roles.includes(role)
}
