import { expect, it } from 'vitest'
import { catalogModels } from './catalog-models.ts'

const current = catalogModels().filter(({ deprecated, capabilities }) => !deprecated && capabilities !== null)

it.each(['openai', 'anthropic', 'google'])(
  'of %s, models for chat come first, then those that reason, then all others',
  (kind) => {
    const order = ['chat', 'reasoning', 'other']
    const types = current
      .filter((model) => model.kind === kind)
      .map(({ type }) => (order.includes(type) ? type : 'other'))
    expect(types).toContain('chat')
    expect(types).toEqual(types.toSorted((one, other) => order.indexOf(one) - order.indexOf(other)))
  },
)

it('of models of one type the highest number comes first', () => {
  const ids = current.filter(({ kind, type }) => kind === 'openai' && type === 'chat')
  const at = (start: string): number => ids.findIndex(({ model }) => model.startsWith(start))
  expect(at('gpt-4o')).toBeGreaterThan(-1)
  expect(at('gpt-5')).toBeGreaterThan(-1)
  expect(at('gpt-5')).toBeLessThan(at('gpt-4o'))
})

it('models that are going away come last', () => {
  const flags = catalogModels().map(({ deprecated }) => deprecated)
  expect(flags).toContain(true)
  expect(flags.lastIndexOf(false)).toBeLessThan(flags.indexOf(true))
})
