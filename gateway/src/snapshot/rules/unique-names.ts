import type { Named } from '../problem-report.ts'
import type { Rule } from '../rule.ts'

/** Models, aliases and chains are asked for by one member of a request: a name means one thing. Keys apart. */
export const uniqueNames: Rule = (file, _names, report) => {
  const asked = [
    ...file.models.flatMap((model) => [model.name, ...model.aliases]),
    ...file.chains.map(({ name }) => name),
  ]
  for (const group of [asked, file.keys.map(({ name }) => name)]) {
    const seen = new Map<string, Named>()
    for (const entry of group) {
      if (entry === null) continue
      const first = seen.get(entry.name)
      if (first === undefined) seen.set(entry.name, entry)
      else
        report.error({
          path: entry.path,
          message: `the name ${report.quote(entry)} is already used at ${report.place(first)}`,
        })
    }
  }
}
