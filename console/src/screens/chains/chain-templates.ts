import type { ChainBody } from '#api/chains'
import type { Model, Provider } from '#api/resources'
import type { TemplateName } from '#texts'

/** A place in a template: what is configured under a fitting name, or what a provider of a kind calls such a model. */
interface Slot {
  readonly fits: RegExp
  /** Kind of provider → the current model. */
  readonly models: Readonly<Record<string, string>>
}

const GPT: Slot = { fits: /gpt-(?!3)(?!.*(mini|nano|audio|image|realtime))/, models: { openai: 'gpt-5.5' } }
const GPT_SMALL: Slot = { fits: /gpt-.*mini/, models: { openai: 'gpt-5.4-mini' } }
const OPUS: Slot = { fits: /claude.*opus/, models: { anthropic: 'claude-opus-4-8' } }
const SONNET: Slot = { fits: /claude.*sonnet/, models: { anthropic: 'claude-sonnet-4-6' } }
const HAIKU: Slot = { fits: /claude.*(haiku|instant)/, models: { anthropic: 'claude-haiku-4-5' } }
const GEMINI_PRO: Slot = { fits: /gemini.*pro/, models: { google: 'gemini-3.1-pro-preview' } }
const GEMINI_FLASH: Slot = { fits: /gemini.*flash/, models: { google: 'gemini-3.8-flash' } }
const LLAMA: Slot = {
  fits: /llama/,
  models: {
    vllm: 'meta-llama/Llama-3.3-70B-Instruct',
    ollama: 'llama3.3:70b',
    groq: 'llama-3.3-70b-versatile',
    together: 'meta-llama/Llama-4-Maverick-17B-128E-Instruct-FP8',
  },
}
const MISTRAL: Slot = { fits: /mistral.*large/, models: { mistral: 'mistral-large-2512' } }

interface Template {
  readonly steps: readonly [Slot, ...Slot[]]
  readonly triggers: NonNullable<ChainBody['triggers']>
}

/** Chains that serve most, after the five that a known page on fallback recommends, with models of today. */
export const TEMPLATES: Readonly<Record<TemplateName, Template>> = {
  'complex-reasoning': { steps: [GPT, SONNET, GEMINI_PRO], triggers: ['rate_limit', 'error'] },
  'long-form': { steps: [OPUS, GPT, GPT_SMALL], triggers: [{ type: 'latency', thresholdMs: 5_000 }] },
  'multimodal': { steps: [GEMINI_PRO, GPT, SONNET], triggers: ['availability'] },
  'high-volume-chat': {
    steps: [GPT_SMALL, HAIKU, GEMINI_FLASH],
    triggers: [{ type: 'cost', threshold: 0.8 }],
  },
  'self-hosted-first': { steps: [LLAMA, MISTRAL, GPT_SMALL], triggers: ['all'] },
}

export function isTemplate(name: unknown): name is TemplateName {
  return typeof name === 'string' && Object.hasOwn(TEMPLATES, name)
}

/** What is configured here. */
interface Known {
  readonly models: readonly Pick<Model, 'name' | 'type' | 'aliases'>[]
  readonly providers: readonly Pick<Provider, 'name' | 'kind'>[]
  /** Names that are taken. */
  readonly taken: readonly string[]
}

/** A template with what is configured here, and the models of it that nobody here serves. */
export function fillTemplate(
  template: TemplateName,
  { models, providers, taken }: Known,
): { readonly body: ChainBody; readonly missing: readonly string[] } {
  const { steps, triggers } = TEMPLATES[template]
  const found: ChainBody['models'] = []
  const missing: string[] = []
  for (const slot of steps) {
    const step = stepFor(slot, { models, providers })
    if (step === null) missing.push(Object.values(slot.models)[0] ?? '')
    else if (!found.some(({ model, provider }) => model === step.model && provider === step.provider))
      found.push(step)
  }
  return { body: { name: freeName(template, taken), models: found, triggers: [...triggers] }, missing }
}

function stepFor(
  { fits, models: byKind }: Slot,
  { models, providers }: Pick<Known, 'models' | 'providers'>,
): ChainBody['models'][number] | null {
  const model = models.find(
    ({ name, type, aliases }) =>
      (type === 'chat' || type === 'reasoning') &&
      [name, ...aliases].some((one) => fits.test(one.toLowerCase())),
  )
  if (model !== undefined) return { model: model.name }
  const provider = providers.find(({ kind }) => Object.hasOwn(byKind, kind))
  return provider === undefined ? null : { provider: provider.name, model: byKind[provider.kind] ?? '' }
}

/** The name, or with the first number that makes it another one. */
export function freeName(name: string, taken: readonly string[]): string {
  let free = name
  for (let n = 2; taken.includes(free); n++) free = `${name}-${n}`
  return free
}
