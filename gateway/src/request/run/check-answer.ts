import type { Failure } from '#domain/failure'
import type { CheckedAnswer, CheckPorts, QualityCheck } from '#domain/quality'
import type { Check, CheckEntry } from './check.ts'
import { CHECKS } from './checks/index.ts'

/** What all checks together say of an answer. */
export interface Checked {
  readonly failure: Failure | null
  /** Sample for the rolling score, 0–1; `null` where nothing could be checked. */
  readonly score: number | null
  /** Checks that could not be made, and why. */
  readonly warnings: readonly string[]
}

/** The checks that a `quality` trigger asks for by these entries, in the order in which they run. */
export function compileChecks(entries: readonly (string | CheckEntry)[]): readonly QualityCheck[] {
  return inOrder(
    entries.map((entry) => {
      const written = typeof entry === 'string' ? { type: entry } : entry
      const check: Check | undefined = CHECKS.find(({ id }) => id === written.type)
      if (check === undefined) throw new Error(`no check is called "${written.type}"`)
      return check.compile(written)
    }),
  )
}

/** The checks of both lists, each once, in the order in which they run. */
export function bothChecks(a: readonly QualityCheck[], b: readonly QualityCheck[]): readonly QualityCheck[] {
  const seen = new Set<string>()
  return inOrder([...a, ...b]).filter((check) => {
    const text = JSON.stringify(check)
    return !seen.has(text) && seen.add(text)
  })
}

/** Looks at an answer until a check fails. Never rejects. */
export async function checkAnswer(
  checks: readonly QualityCheck[],
  answer: CheckedAnswer,
  ports: CheckPorts,
): Promise<Checked> {
  const warnings: string[] = []
  let score: number | null = null
  for (const check of checks) {
    const verdict = await kindOf(check).run(check, answer, ports)
    if (verdict.kind === 'unchecked') {
      warnings.push(`quality check ${check.kind} was not made: ${verdict.detail}`)
      continue
    }
    score = Math.min(score ?? 1, verdict.score ?? (verdict.kind === 'passed' ? 1 : 0))
    if (verdict.kind === 'failed') {
      return { failure: { class: 'quality', detail: `${check.kind}: ${verdict.detail}` }, score, warnings }
    }
  }
  return { failure: null, score, warnings }
}

function inOrder(checks: readonly QualityCheck[]): readonly QualityCheck[] {
  return checks.toSorted((a, b) => rank(a) - rank(b))
}

function rank(check: QualityCheck): number {
  return CHECKS.findIndex(({ id }) => id === check.kind)
}

function kindOf(check: QualityCheck): Check {
  const kind: Check | undefined = CHECKS[rank(check)]
  if (kind === undefined) throw new Error(`no check is called "${check.kind}"`)
  return kind
}
