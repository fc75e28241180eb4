import { camelKey } from '@backstay/contract/admin'
import { GatewayError } from '#domain/errors'
import { FIRST_ORGANISATION } from '#snapshot/deployment-identity'
import type { EntryEdit } from '#snapshot/entry-change'
import type { InForce } from '#snapshot/in-force'
import type { EntryBody } from '#snapshot/stored-entry'
import type { Change } from '../change.ts'
import type { ControlPorts } from '../ports.ts'
import { keepSecrets, savedSecrets } from './kept-secrets.ts'
import { declaredSettings, keepsTheStore, settingsAnswer, storedSettings } from './settings-answer.ts'

/** Sections of settings, in the words of the file; `null` leaves a member to its default, but for retention. */
export type SettingsChange = Readonly<Record<string, EntryBody | undefined>>

interface Asked {
  readonly change: Change
  readonly organisation: string
  readonly by: string
  readonly sections: SettingsChange
  /** As audit log and versions call it. */
  readonly action?: string
}

/** Changes settings of an organisation. @throws GatewayError - 409 for those that the file declares. */
export async function changeSettings(
  ports: ControlPorts,
  { change, organisation, by, sections, action = 'settings.update' }: Asked,
): Promise<InForce> {
  const { after } = await ports.write({
    organisation,
    by,
    action,
    edit: (current) => {
      change.expect(storedSettings(current)?.revision ?? 0)
      return editsOf(sections, current)
    },
    also: (within, before, now) =>
      change.record(
        {
          action,
          target: { kind: 'settings', id: organisation, name: organisation },
          before: settingsAnswer(before),
          after: settingsAnswer(now),
        },
        within,
      ),
  })
  return after
}

function editsOf(sections: SettingsChange, current: InForce): readonly EntryEdit[] {
  const declared = new Set(declaredSettings(current))
  const stored = storedSettings(current)
  const body: Record<string, EntryBody> = { ...(stored?.body as Record<string, EntryBody> | undefined) }
  if (sections['retention'] !== undefined && !keepsTheStore(current)) throw notItsStore()
  for (const [section, members] of Object.entries(sections)) {
    for (const name of Object.keys(members ?? {})) {
      const path = `${section}.${name}`
      if (declared.has(path)) throw declaredInFile(path)
    }
    const changed = Object.entries({ ...body[section], ...members })
    // There, null is a length of time: for ever.
    const isLeft = (value: unknown): boolean =>
      value === undefined || (value === null && section !== 'retention')
    body[section] = Object.fromEntries(changed.filter(([, value]) => !isLeft(value)))
  }
  const saved = stored === undefined ? [] : savedSecrets('settings', stored.body, current.file)
  const kept = keepSecrets('settings', body, saved)
  return [{ kind: 'settings', id: stored?.id ?? null, name: 'settings', body: kept }]
}

function notItsStore(): GatewayError {
  const message = `All organisations share one store: what it keeps is set in the organisation "${FIRST_ORGANISATION}".`
  return new GatewayError('role_insufficient', { message, param: 'retention' })
}

function declaredInFile(path: string): GatewayError {
  const shown = path.split('.').map(camelKey).join('.')
  const message = `\`${shown}\` is declared in the configuration file, and is changed there only.`
  return new GatewayError('declared_in_file', { message, param: shown })
}
