import { duration, percent } from '#format/figures'
import type { Chain } from '#api/chains'

type Trigger = NonNullable<Chain['triggers']>[number]

/** A trigger in a few words: `latency > 5 s`, `error rate > 5 %`. */
export function triggerLabel(trigger: Trigger): string {
  if (typeof trigger === 'string') return trigger.replaceAll('_', ' ')
  const name = trigger.type.replaceAll('_', ' ')
  const limits = [
    'thresholdMs' in trigger && trigger.thresholdMs !== undefined ? `> ${duration(trigger.thresholdMs)}` : '',
    'threshold' in trigger && trigger.threshold !== undefined ? thresholdOf(trigger) : '',
    'percentile' in trigger && trigger.percentile !== undefined ? `(${String(trigger.percentile)})` : '',
    trigger.enabled === false ? '(off)' : '',
  ]
  return [name, ...limits.filter((part) => part !== '')].join(' ')
}

/** Quality is a score that answers fall below; the others are shares that are gone over. */
function thresholdOf(trigger: { readonly type: string; readonly threshold?: number }): string {
  return trigger.type === 'quality' ? `< ${String(trigger.threshold)}` : `> ${percent(trigger.threshold)}`
}
