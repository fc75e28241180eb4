import { expect, it } from 'vitest'
import { MODEL_TYPES, sameFamily } from './model-type.ts'

it('takes chat and reasoning as one family and every other type as its own', () => {
  for (const a of MODEL_TYPES) {
    for (const b of MODEL_TYPES) {
      const mixed = [a, b].every((type) => type === 'chat' || type === 'reasoning')
      expect({ a, b, same: sameFamily(a, b) }).toEqual({ a, b, same: a === b || mixed })
    }
  }
})
