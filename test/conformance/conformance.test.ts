import { describe, expect, it } from 'vitest'
import { GROUPS } from './behavior.ts'
import { BEHAVIORS } from './behaviors/index.ts'
import { backstay } from './gateways/backstay.ts'
import { tryBehavior } from './run.ts'

/** What this gateway has no setting for, and says so. */
const NOT_HERE = ['requests go where a value of their metadata says']

// One after the other: each starts a gateway of its own.
describe.each(GROUPS)('%s', (group) => {
  it.each(BEHAVIORS.filter((behavior) => behavior.group === group))(
    '$name',
    async (behavior) => {
      const { verdict, why } = await tryBehavior(backstay, behavior)
      const expected = NOT_HERE.includes(behavior.name) ? 'cannot be configured' : 'holds'
      expect(verdict, why).toBe(expected)
    },
    120_000,
  )
})
