import type { Configuration } from '#domain/configuration'
import { SmoothRotation } from './rotation.ts'

/** Whose turn it is, in each organisation apart: two of them may have models and chains of one name. */
export class Rotations {
  readonly #own = new Map<string, SmoothRotation>()

  of({ organisation: { id } }: Pick<Configuration, 'organisation'>): SmoothRotation {
    const known = this.#own.get(id)
    if (known !== undefined) return known
    const fresh = new SmoothRotation()
    this.#own.set(id, fresh)
    return fresh
  }
}
