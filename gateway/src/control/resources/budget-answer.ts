import type { KeyEntry } from '@backstay/contract'
import type { budgetResourceSchema } from '@backstay/contract/admin'
import type { z } from 'zod'
import type { Budget } from '#domain/budget'
import type { InForce } from '#snapshot/in-force'
import type { ControlPorts } from '../ports.ts'
import type { Resource } from './resource.ts'
import { resourcesOf } from './resource.ts'
import { declaredSettings, storedSettings } from './settings-answer.ts'

type Answer = z.output<typeof budgetResourceSchema>

/** Every budget of an organisation, its own first, then those of keys. */
export function budgetAnswers(inForce: InForce, standing: ControlPorts['budgetStanding']): readonly Answer[] {
  const { organisation, keys } = inForce.configuration
  const own =
    organisation.budget === null ? [] : [answerOf(organisation.budget, ofSettings(inForce), standing)]
  const byName = new Map([...keys.values()].map((key) => [key.name, key.limits.budget]))
  const ofKeys = resourcesOf('key', inForce).flatMap((key) => {
    const budget = byName.get(key.name) ?? null
    return budget === null ? [] : [answerOf(budget, ofKey(key), standing)]
  })
  return [...own, ...ofKeys]
}

type Place = Pick<Answer, 'id' | 'source' | 'revision'>

function ofSettings(inForce: InForce): Place {
  const declared = declaredSettings(inForce).includes('organisation.budget')
  return {
    id: 'organisation',
    source: declared ? 'file' : 'store',
    revision: storedSettings(inForce)?.revision ?? 0,
  }
}

function ofKey({ name, stored }: Resource<KeyEntry>): Place {
  return {
    id: stored?.id ?? name,
    source: stored === null ? 'file' : 'store',
    revision: stored?.revision ?? 0,
  }
}

function answerOf(budget: Budget, place: Place, standing: ControlPorts['budgetStanding']): Answer {
  const { owner, usd, per, atLimit } = budget
  const { spentUsd, reservedUsd, renewsAtMs } = standing(budget)
  const share = usd === 0 ? 1 : (spentUsd + reservedUsd) / usd
  const renewsAt = new Date(renewsAtMs).toISOString()
  const limit = { usd, per, atLimit }
  return { ...place, owner: { ...owner }, ...limit, spentUsd, reservedUsd, share, renewsAt }
}
