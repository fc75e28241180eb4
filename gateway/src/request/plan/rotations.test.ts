import { expect, it } from 'vitest'
import { configuration } from '#simulator/sample'
import { Rotations } from './rotations.ts'

const of = (id: string) => {
  const base = configuration([])
  return { ...base, organisation: { ...base.organisation, id } }
}

it('takes turns in each organisation apart, though their models have one name', () => {
  const rotations = new Rotations()
  const [first, second] = [of('first'), of('second')]
  // As requests that come in turns would.
  const turns = [first, second, first, second, first].map((one) => rotations.of(one).turn('chat'))
  expect(turns).toEqual([0, 0, 1, 1, 2])
  const entries = ['a', 'b'].map((id) => ({ id, weight: 1 }))
  const picked = [first, second, first, second].map((one) => rotations.of(one).next('chat', entries, true)[0])
  expect(picked).toEqual([0, 0, 1, 1])
})
