import type { ControlDatabase } from '#store/control-database'
import type { Role } from '../actor.ts'
import { ROLES } from '../actor.ts'

/** An organisation, and what somebody is in it. */
export interface Membership {
  readonly organisation: string
  readonly name: string
  readonly role: Role
}

/** The organisations that there are, and who belongs to them. */
export class Organisations {
  readonly #database: ControlDatabase

  constructor(database: ControlDatabase) {
    this.#database = database
  }

  async exists(id: string): Promise<boolean> {
    const query = this.#database.selectFrom('organisations').select('id').where('id', '=', id)
    return (await query.executeTakeFirst()) !== undefined
  }

  async list(): Promise<readonly { readonly id: string; readonly name: string }[]> {
    return this.#database.selectFrom('organisations').select(['id', 'name']).orderBy('name').execute()
  }

  /** Where somebody belongs, since the longest first. */
  async of(person: string): Promise<readonly Membership[]> {
    const rows = await this.#database
      .selectFrom('members')
      .innerJoin('organisations', 'organisations.id', 'members.organisation')
      .select(['members.organisation', 'organisations.name', 'members.role'])
      .where('members.person', '=', person)
      .orderBy('members.created_at')
      .orderBy('members.id')
      .execute()
    return rows.map((row) => ({ ...row, role: roleOf(row.role) }))
  }
}

/** A role as it stands in the store; whatever is unknown may only look. */
export function roleOf(text: string): Role {
  return ROLES.find((role) => role === text) ?? 'viewer'
}
