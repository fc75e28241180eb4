import { OPENAI_ERRORS } from '../openai-errors.ts'
import type { ProviderKind } from '../provider.ts'

/** Anthropic; the base URL is the bare host. */
export const anthropic = {
  id: 'anthropic',
  baseUrl: 'https://api.anthropic.com',
  vendor: 'anthropic',
  endpoints: [
    { dialect: 'anthropic-messages', path: '/v1/messages' },
    { dialect: 'anthropic-count', path: '/v1/messages/count_tokens' },
  ],
  authentication: { header: 'x-api-key', prefix: '' },
  headers: { 'anthropic-version': '2023-06-01' },
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
  limitHeaders: 'anthropic',
  quirks: {
    rejectsStreamOptions: false,
    // Models from 4.6 on: https://platform.claude.com/docs/en/about-claude/models/whats-new-claude-4-6
    prefill: {
      style: 'plain',
      trailingSpace: 'cut',
      refusedBy: /^claude-[a-z]+-(4-([6-9]|[1-9]\d)|[5-9]|[1-9]\d)(-|$)/,
    },
  },
} as const satisfies ProviderKind
