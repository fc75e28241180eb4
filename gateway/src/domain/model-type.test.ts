import { expect, it } from 'vitest'
import { MODEL_TYPES, sameFamily } from './model-type.ts'

it('takes chat and reasoning as one family, audio as hearing and speaking, and every other type as its own', () => {
  const pairs = [
    ['chat', 'reasoning'],
    ['audio', 'transcription'],
    ['audio', 'tts'],
  ]
  for (const a of MODEL_TYPES) {
    for (const b of MODEL_TYPES) {
      const mixed = pairs.some((pair) => pair.includes(a) && pair.includes(b))
      expect({ a, b, same: sameFamily(a, b) }).toEqual({ a, b, same: a === b || mixed })
    }
  }
})
