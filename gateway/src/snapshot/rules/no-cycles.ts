import type { NamesInUse } from '../names-in-use.ts'
import { lookUp } from '../names-in-use.ts'
import type { OutlineModel } from '../outline.ts'
import type { Named } from '../problem-report.ts'
import type { Rule } from '../rule.ts'

const MAX_SHOWN = 8

/** A model on the way down, and which of its fallbacks are still to be followed. */
interface Stop {
  readonly model: OutlineModel
  readonly ahead: { readonly entry: Named; readonly to: OutlineModel }[]
}

/** Fallbacks that lead back to where they began promise more places than there are. */
export const noCycles: Rule = (file, names, report) => {
  const finished = new Set<OutlineModel>()
  for (const start of file.models) {
    const trail: Stop[] = []
    const onTrail = new Set<OutlineModel>()
    const enter = (model: OutlineModel): void => {
      if (finished.has(model)) return
      trail.push({ model, ahead: waysFrom(model, names) })
      onTrail.add(model)
    }
    enter(start)
    for (let stop = trail.at(-1); stop !== undefined; stop = trail.at(-1)) {
      const way = stop.ahead.pop()
      if (way === undefined) {
        trail.pop()
        onTrail.delete(stop.model)
        finished.add(stop.model)
      } else if (onTrail.has(way.to)) {
        const round = trail.slice(trail.findIndex(({ model }) => model === way.to)).map(({ model }) => model)
        const shown = [...round.slice(0, MAX_SHOWN), way.to].flatMap(({ name }) => name ?? [])
        const circle = shown
          .map((name) => report.quote(name))
          .join(round.length > MAX_SHOWN ? ' → … → ' : ' → ')
        report.error({ path: way.entry.path, message: `fallbacks go in a circle: ${circle}` })
      } else enter(way.to)
    }
  }
}

function waysFrom(
  model: OutlineModel,
  names: NamesInUse,
): { readonly entry: Named; readonly to: OutlineModel }[] {
  const ways = model.fallbacks.flatMap((entry) => modelsBehind(entry, names).map((to) => ({ entry, to })))
  return ways.toReversed()
}

function modelsBehind(entry: Named, names: NamesInUse): readonly OutlineModel[] {
  const target = lookUp(entry.name, names)
  if (target === null) return []
  if ('deployments' in target) return [target]
  const { steps } = target
  return [...new Set(steps.flatMap((step) => names.models.get(step.model?.name ?? '') ?? []))]
}
