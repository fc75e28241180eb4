import type { Json } from '#domain/deployment'
import type { CanonicalRequest, ReasoningWish } from '#wire/canonical'
import type { RequestTarget } from '#wire/codec'
import type { LossList } from '#wire/loss-list'

/** Models from 4.6 on decide for themselves how long they think, and are told an effort instead of a budget. */
const ADAPTIVE = /claude-[a-z]+-(?:4-(?:[6-9]|[1-9]\d)|[5-9]|[1-9]\d)(?:-|$)/u

/** Least that the provider takes. */
const MIN_BUDGET = 1024

/** Tokens of thought that stand for a word, where a model wants a number. */
const BUDGETS = { minimal: 1024, low: 2048, medium: 8192, high: 16_384, xhigh: 32_768 } as const

const EFFORTS = { minimal: 'low', low: 'low', medium: 'medium', high: 'high', xhigh: 'max' } as const

export interface Thinking {
  readonly thinking: Json | undefined
  /** Members of `output_config`. */
  readonly config: Readonly<Record<string, Json>>
  readonly maxTokens: number
}

interface ThinkingContext {
  readonly target: RequestTarget
  readonly maxTokens: number
  readonly losses: LossList
}

/** How the wish for thought is told to the model it goes to. */
export function encodeThinking(request: CanonicalRequest, context: ThinkingContext): Thinking {
  const { maxTokens, target, losses } = context
  const { reasoning, toolChoice, messages } = request
  if (reasoning === null || reasoning.effort === 'none') return { thinking: undefined, config: {}, maxTokens }
  if (toolChoice?.kind === 'required' || toolChoice?.kind === 'tool') {
    losses.add('thinking is left out: a tool has to be called')
    return { thinking: undefined, config: {}, maxTokens }
  }
  if (ADAPTIVE.test(target.upstreamModel)) {
    const effort = EFFORTS[reasoning.effort ?? wordOf(reasoning.budgetTokens ?? 0)]
    return { thinking: { type: 'adaptive' }, config: { effort }, maxTokens }
  }
  if (!continuesThought(messages)) {
    losses.add('thinking is left out: the thoughts before the last calls of tools are not at hand')
    return { thinking: undefined, config: {}, maxTokens }
  }
  return budgeted(reasoning, context)
}

/** While tools are at work, the provider wants the signed thought that led to them, where it is to think on. */
function continuesThought(messages: CanonicalRequest['messages']): boolean {
  const last = messages.findLast(({ role }) => role !== 'tool')
  if (last?.role !== 'assistant') return true
  const [first] = last.parts
  return first?.kind === 'reasoning' && first.opaque?.vendor === 'anthropic'
}

/** Thought counts as output: the limit for the answer is raised by it where the client set one for the answer alone. */
function budgeted(reasoning: ReasoningWish, { maxTokens, target, losses }: ThinkingContext): Thinking {
  const effort = reasoning.effort === null || reasoning.effort === 'none' ? 'medium' : reasoning.effort
  const wanted = Math.max(MIN_BUDGET, reasoning.budgetTokens ?? BUDGETS[effort])
  const most = target.maxOutputTokens ?? Number.POSITIVE_INFINITY
  const raised = maxTokens > wanted ? maxTokens : Math.min(most, maxTokens + wanted)
  const budget = Math.min(wanted, raised - 1)
  if (budget < MIN_BUDGET) {
    losses.add('thinking is left out: the output limit has no room for it')
    return { thinking: undefined, config: {}, maxTokens }
  }
  return { thinking: { type: 'enabled', budget_tokens: budget }, config: {}, maxTokens: raised }
}

function wordOf(budget: number): 'low' | 'medium' | 'high' | 'xhigh' {
  if (budget <= BUDGETS.low) return 'low'
  if (budget <= BUDGETS.medium) return 'medium'
  return budget <= BUDGETS.high ? 'high' : 'xhigh'
}
