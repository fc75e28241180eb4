import { ApiError } from '#api/api-error'
import { texts } from '#texts'
import type { ModelDraft } from './model-draft.ts'
import { fieldsOf } from './provider-choice.tsx'

type Problems = ReadonlyMap<number, Readonly<Record<string, string>>>

/** Fields of deployments that are still empty but needed, by card. */
export function missingIn({ deployments }: ModelDraft): Problems {
  const { required } = texts.wizard.deploy
  return new Map(
    deployments.flatMap(({ card, provider, model, baseUrl }) => {
      const problems: Record<string, string> = {}
      if (provider === '') problems['provider'] = required
      if (model.trim() === '') problems['model'] = required
      if (provider !== '' && fieldsOf(provider).baseUrlNeeded && baseUrl.trim() === '') {
        problems['baseUrl'] = required
      }
      return Object.keys(problems).length === 0 ? [] : [[card, problems] as const]
    }),
  )
}

/** Where the gateway's refusal of a draft belongs: the field of a card that its path names. */
export function refusedIn({ deployments }: ModelDraft, error: Error | null): Problems {
  if (!(error instanceof ApiError) || error.param === null) return new Map()
  const { index, field } = /deployments\[?\.?(?<index>\d+)\]?\.(?<field>\w+)/u.exec(error.param)?.groups ?? {}
  const card = deployments[Number(index)]?.card
  return card === undefined || field === undefined ? new Map() : new Map([[card, { [field]: error.message }]])
}
