import { explanationSchema } from '@backstay/contract/admin'
import { expect, it } from 'vitest'
import { askAdmin } from './ask-admin.ts'
import { startBackstay } from './start-backstay.ts'

const CONFIG = {
  providers: { only: { kind: 'openai', base_url: '${SIM0}', api_key: 'key' } },
  models: [
    { name: 'first', deployments: [{ provider: 'only', model: 'one' }] },
    { name: 'second', deployments: [{ provider: 'only', model: 'two' }] },
  ],
  fallback: { chains: [{ name: 'declared', models: [{ model: 'first' }] }] },
  keys: [{ name: 'app', key: '${KEY}' }],
}

it('a chain that is not saved is explained as if it were, also in the place of a saved one', async () => {
  await using backstay = await startBackstay(CONFIG, 1)
  const explained = (body: object) => askAdmin(backstay, 'explain', { body: { model: 'draft', ...body } })
  const orderOf = async (body: object) => {
    const { body: answer } = await explained(body)
    return explanationSchema.parse(answer).order.map(({ deployment }) => deployment)
  }
  const chain = { name: 'draft', models: [{ model: 'second' }, { model: 'first' }], triggers: ['error'] }
  expect(await orderOf({ chain })).toEqual(['second/only', 'first/only'])
  // Nothing of it was saved.
  expect(await askAdmin(backstay, 'chains/draft')).toMatchObject({ status: 404 })
  expect((await explained({})).body).toMatchObject({ refusal: { code: 'model_not_found' } })

  expect(await askAdmin(backstay, 'chains', { body: chain })).toMatchObject({ status: 201 })
  const turned = { ...chain, models: chain.models.toReversed() }
  expect(await orderOf({ chain: turned, replaces: 'draft' })).toEqual(['first/only', 'second/only'])
  expect(await orderOf({})).toEqual(['second/only', 'first/only'])

  const unknown = { ...chain, models: [{ model: 'nobody' }] }
  expect(await explained({ chain: unknown, replaces: 'draft' })).toMatchObject({ status: 400 })
  expect(await explained({ chain, replaces: 'nobody' })).toMatchObject({ status: 404 })
  expect(await explained({ chain, replaces: 'declared' })).toMatchObject({ status: 409 })
})
