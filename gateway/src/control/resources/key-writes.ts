import type { KeyEntry } from '@backstay/contract'
import { budgetSchema, keySchema } from '@backstay/contract'
import { keyChangeSchema, keyCreateSchema, keyPageSchema, keyResourceSchema } from '@backstay/contract/admin'
import type { Clock } from '#domain/clock'
import { GatewayError } from '#domain/errors'
import type { EntryBody } from '#snapshot/stored-entry'
import type { Role } from '../actor.ts'
import { may } from '../actor.ts'
import type { ControlPorts } from '../ports.ts'
import { keyAnswer } from './key-answer.ts'
import { newKeySecret } from './key-secret.ts'
import type { Writable } from './mount-writes.ts'
import type { Resource } from './resource.ts'
import type { Asked } from './write-resource.ts'
import { changeMembers, createResource } from './write-resource.ts'

/** What changing keys needs. */
export type KeyPorts = Pick<ControlPorts, 'write' | 'clock'>

export type KeyAnswer = ReturnType<typeof keyAnswer>

/** A key after a change, with its secret where it has another one. */
interface WrittenKey<Answer> {
  readonly revision: number
  readonly answer: Answer
}

type Revealed = KeyAnswer & { readonly key: string }

/** Keys as resources. */
export function keyResources(clock: Clock): Writable {
  return {
    kind: 'key',
    plural: 'apikeys',
    tag: 'API keys',
    mayRead: 'keys:read',
    mayWrite: 'keys:write',
    page: keyPageSchema,
    one: keyResourceSchema,
    create: keyCreateSchema,
    change: keyChangeSchema,
    fileSchema: keySchema,
    answer: (resource: Resource<KeyEntry>) => keyAnswer(resource, clock.wallMs()),
    usesOf: () => [],
    guard: guardBudget,
  }
}

/** Who may write keys may not undo a budget that was set for one. @throws GatewayError - 403 */
function guardBudget({ stored }: Resource<never>, { limits }: EntryBody, role: Role): void {
  if (limits === undefined || may({ role }, 'budgets:write')) return
  const [before, after] = [stored?.body['limits'], limits].map(budgetIn)
  if (before === after) return
  const message = `The role ${role} does not include budgets:write: send \`limits\` with the budget as it is.`
  throw new GatewayError('role_insufficient', { message, param: 'limits.budget' })
}

function budgetIn(limits: unknown): string {
  const { budget } = (limits ?? {}) as { readonly budget?: unknown }
  return budget === undefined ? '' : JSON.stringify(budgetSchema.parse(budget))
}

/** Makes a key; its secret is in the answer, and nowhere else. @throws GatewayError */
export async function createKey(
  ports: KeyPorts,
  asked: Asked & { readonly sent: unknown },
): Promise<WrittenKey<Revealed>> {
  const { key, ...kept } = newKeySecret()
  const made: Writable = {
    ...keyResources(ports.clock),
    complete: ({ body: sent }) => ({ body: { ...sent, ...kept }, also: [] }),
  }
  const { revision, answer } = await createResource(ports, made, asked)
  return { revision, answer: { ...(answer as KeyAnswer), key } }
}

type AskedOfOne = Asked & { readonly id: string }

/** Revokes a key for good. @throws GatewayError */
export async function revokeKey(ports: KeyPorts, asked: AskedOfOne): Promise<WrittenKey<KeyAnswer>> {
  const { revision, answer } = await changeMembers(ports, keyResources(ports.clock), {
    ...asked,
    action: 'key.revoke',
    members: (replaced) => {
      refuseRevoked(replaced)
      return { revoked_at: timeAt(ports.clock.wallMs()) }
    },
  })
  return { revision, answer: answer as KeyAnswer }
}

interface Rotation {
  readonly graceSeconds: number
  /** ISO 8601; `null`: never again; `undefined`: as it is. */
  readonly expiresAt?: string | null | undefined
}

/** Gives a key another secret; everything else of it stays. @throws GatewayError */
export async function rotateKey(
  ports: KeyPorts,
  asked: AskedOfOne,
  { graceSeconds, expiresAt }: Rotation,
): Promise<WrittenKey<Revealed>> {
  const { key, ...kept } = newKeySecret()
  const { revision, answer } = await changeMembers(ports, keyResources(ports.clock), {
    ...asked,
    action: 'key.rotate',
    members: (replaced) => {
      refuseRevoked(replaced)
      const until = timeAt(ports.clock.wallMs() + graceSeconds * 1_000)
      const previous = historyWith(replaced, until)
      // Left out, it stays; `null` takes it away.
      return { ...kept, previous, ...(expiresAt !== undefined && { expires_at: expiresAt }) }
    },
  })
  return { revision, answer: { ...(answer as KeyAnswer), key } }
}

/** Secrets of a key that are remembered. */
const HISTORY = 50

function historyWith({ stored }: Resource<KeyEntry>, until: string): KeyEntry['previous'] {
  const { key_sha256: hash, hint = null, previous = [] } = (stored?.body ?? {}) as Partial<KeyEntry>
  if (hash === undefined) return previous
  return [...previous, { key_sha256: hash, until, hint }].slice(-HISTORY)
}

function refuseRevoked({ name, entry }: Resource<KeyEntry>): void {
  if (entry.revoked_at === null) return
  const message = `The API key "${name}" was revoked on ${entry.revoked_at}.`
  throw new GatewayError('already_revoked', { message, param: 'id' })
}

function timeAt(ms: number): string {
  return new Date(ms).toISOString()
}
