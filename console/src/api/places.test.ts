import { describe, expect, it } from 'vitest'
import { placesOfName, placesOfStep } from './places.ts'

const PLACES = [
  { model: 'chat', provider: 'one', deployment: 'chat/one' },
  { model: 'chat', provider: 'two', deployment: 'chat/two' },
  { model: 'one/gpt-4o', provider: 'one', deployment: 'gpt-4o/one' },
]
const labels = (places: readonly (typeof PLACES)[number][]) => places.map(({ deployment }) => deployment)

describe('the deployments', () => {
  it('behind a step are those of a configured model, or of what a provider calls one', () => {
    expect(labels(placesOfStep({ model: 'chat' }, PLACES))).toEqual(['chat/one', 'chat/two'])
    expect(labels(placesOfStep({ model: 'chat', provider: 'two' }, PLACES))).toEqual(['chat/two'])
    expect(labels(placesOfStep({ model: 'gpt-4o', provider: 'one' }, PLACES))).toEqual(['gpt-4o/one'])
    expect(placesOfStep({ model: 'gpt-4o', provider: 'two' }, PLACES)).toEqual([])
  })

  it('behind a chain are those of its steps, each once; behind another name those of the model', () => {
    const models = [
      { model: 'chat', provider: 'two', priority: null },
      { model: 'chat', priority: null },
    ]
    const chains = [{ name: 'chain', models }]
    expect(labels(placesOfName('chain', chains, PLACES))).toEqual(['chat/one', 'chat/two'])
    expect(labels(placesOfName('one/gpt-4o', chains, PLACES))).toEqual(['gpt-4o/one'])
    expect(placesOfName('nobody', chains, PLACES)).toEqual([])
  })
})
