import type { Sampler } from '@opentelemetry/sdk-trace'
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace'

type Env = Readonly<Record<string, string | undefined>>

/** The sampler that `OTEL_TRACES_SAMPLER` names; all traces whose caller does not decide otherwise by default. */
export function samplerOf({ OTEL_TRACES_SAMPLER: name, OTEL_TRACES_SAMPLER_ARG: argument }: Env): Sampler {
  const ratio = Number(argument ?? 1)
  const roots: Readonly<Record<string, () => Sampler>> = {
    always_on: () => new AlwaysOnSampler(),
    always_off: () => new AlwaysOffSampler(),
    traceidratio: () => new TraceIdRatioBasedSampler(ratio >= 0 && ratio <= 1 ? ratio : 1),
  }
  const [, byParent, root = ''] = /^(parentbased_)?(.*)$/u.exec(name ?? '') ?? []
  const made = roots[root]?.()
  if (made === undefined) return new ParentBasedSampler({ root: new AlwaysOnSampler() })
  return byParent === undefined ? made : new ParentBasedSampler({ root: made })
}
