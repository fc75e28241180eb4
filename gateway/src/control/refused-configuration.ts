import { camelKey } from '@backstay/contract/admin'
import { GatewayError } from '#domain/errors'
import { isWithin } from '#snapshot/config-problem'
import type { InvalidChange } from '#snapshot/entry-change'

/** What a change would make wrong, as an answer: by the place in what was sent, or in what else would be wrong. */
export function refusedConfiguration({ read, changes }: InvalidChange): GatewayError {
  const { problems, places } = read
  const touched = new Set(changes.map(({ after }) => after?.id))
  const told = problems.map((problem) => {
    const [prefix, entry] = [...places].findLast(([at]) => isWithin(problem.path, at)) ?? ['', null]
    const own = entry !== null && touched.has(entry.id)
    const whole = entry === null || entry.kind === 'settings'
    const inner = whole ? problem.path : problem.path.slice(prefix.length).replace(/^\./, '')
    const path = inner.replaceAll(/[A-Za-z0-9_]+/g, camelKey)
    const hint = problem.suggestion === undefined ? '' : `; did you mean "${problem.suggestion}"?`
    const where = own || entry === null ? '' : `${entry.kind} "${entry.name}", `
    const message = `${where}\`${path === '' ? entry?.kind : path}\`: ${problem.message}${hint}.`
    return { own, message, param: own ? path || 'name' : problem.path }
  })
  // What is wrong with what was sent comes before what that makes wrong elsewhere.
  const first = told.find(({ own }) => own) ?? told[0]
  return new GatewayError('invalid_body', {
    message: first?.message ?? 'not valid',
    param: first?.param ?? '$',
  })
}
