import type { OutlineKey } from '../outline.ts'
import type { Rule } from '../rule.ts'

/** A secret tells which key it is, so each key has one and no two have the same. */
export const keySecrets: Rule = (file, _names, report) => {
  const owners = new Map<string, OutlineKey>()
  for (const key of file.keys) {
    if (key.given === 0) report.error({ path: key.path, message: 'missing: either key or key_sha256' })
    if (key.given > 1) report.error({ path: key.path, message: 'either key or key_sha256, not both' })
    for (const hash of new Set(key.secrets)) {
      const owner = owners.get(hash)
      if (owner === undefined) owners.set(hash, key)
      else
        report.error({
          path: key.path,
          message: `has the same secret as ${report.place({ path: owner.path })}`,
        })
    }
  }
  if (file.keys.length === 0) {
    report.warning({ path: [], message: 'no keys: every request will be refused with 401' })
  }
}
