import { OPENAI_ERRORS } from '../openai-errors.ts'
import type { ProviderKind } from '../provider.ts'

/** Anthropic's OpenAI-compatible endpoint; the base URL is the bare host. */
export const anthropic = {
  id: 'anthropic',
  baseUrl: 'https://api.anthropic.com',
  chatPath: '/v1/chat/completions',
  authentication: { header: 'authorization', prefix: 'Bearer ' },
  errors: [
    {
      code: [
        'enforced_spend_limit_reached',
        'contract_spend_limit_reached',
        'linked_organization_spend_limit_reached',
      ],
      class: 'quota_exhausted',
    },
    { code: ['ramp_limit_exceeded'], class: 'rate_limit' },
    { code: ['organization_on_hold', 'cmek_key_unavailable', 'cmek_key_disabled'], class: 'permission' },
    ...OPENAI_ERRORS,
    { status: [400], message: /^prompt is too long|exceeds? (the )?context limit/i, class: 'context_length' },
    {
      status: [400],
      message:
        /^You have reached your specified (workspace )?API usage limits|^Your credit balance is too low/i,
      class: 'quota_exhausted',
    },
  ],
  quirks: { rejectsStreamOptions: false },
} as const satisfies ProviderKind
