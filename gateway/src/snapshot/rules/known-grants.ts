import { knownNames } from '../names-in-use.ts'
import type { Rule } from '../rule.ts'

/** A grant is `*`, `provider/*`, or the name of a model or chain. */
export const knownGrants: Rule = (file, names, report) => {
  const grants = new Set(['*', ...[...names.providers].map((name) => `${name}/*`), ...knownNames(names)])
  for (const grant of file.keys.flatMap((key) => key.grants)) {
    if (grants.has(grant.name)) continue
    const message = `${report.quote(grant)} is neither a model, a chain, "*" nor "provider/*"`
    report.error({ path: grant.path, message, meant: { name: grant.name, among: grants } })
  }
}
