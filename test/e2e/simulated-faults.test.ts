import { expect, it } from 'vitest'
import { ask } from './ask.ts'
import { askAdmin } from './ask-admin.ts'
import { startBackstay } from './start-backstay.ts'

const CONFIG = {
  providers: {
    first: { kind: 'openai', base_url: '${SIM0}', api_key: 'first-key' },
    second: { kind: 'openai', base_url: '${SIM1}', api_key: 'second-key' },
    real: { kind: 'openai', base_url: 'https://models.example.com/v1', api_key: 'real-key' },
  },
  models: [
    {
      name: 'chat',
      deployments: [
        { provider: 'first', model: 'one', priority: 1 },
        { provider: 'second', model: 'two', priority: 2 },
      ],
    },
    { name: 'other', deployments: [{ provider: 'real', model: 'gpt-4o' }] },
  ],
  keys: [{ name: 'app', key: '${KEY}' }],
}

it('faults of simulated providers are switched over the admin API, and those of real ones are not', async () => {
  await using backstay = await startBackstay(CONFIG)
  const list = async () => (await askAdmin(backstay, 'simulated-deployments')).body
  expect(await list()).toMatchObject({
    data: [
      { deployment: 'chat/first', provider: 'first', upstreamModel: 'one', fault: null },
      { deployment: 'chat/second', fault: null },
    ],
  })

  const set = (label: string, fault: unknown) =>
    askAdmin(backstay, `deployments/${encodeURIComponent(label)}/fault`, { body: { fault } })
  expect(await set('chat/first', 'overloaded')).toMatchObject({ status: 200, body: { fault: 'overloaded' } })
  expect(await list()).toMatchObject({ data: [{ fault: 'overloaded' }, { fault: null }] })
  const moved = await ask(backstay.client, { model: 'chat', stream: false })
  expect(moved.headers.get('x-backstay-deployment')).toBe('chat/second')
  expect(moved.headers.get('x-backstay-fallback-reason')).toBe('overloaded')

  await set('chat/first', null)
  const stayed = await ask(backstay.client, { model: 'chat', stream: false })
  expect(stayed.headers.get('x-backstay-deployment')).toBe('chat/first')

  const refused = await set('other/real', 'overloaded')
  expect(refused).toMatchObject({ status: 400, body: { error: { param: 'deploymentId' } } })
  expect(refused.body).toMatchObject({ error: { message: expect.stringContaining('calls a real provider') } })
  expect(await set('chat/third', 'overloaded')).toMatchObject({ status: 404 })
  expect(await set('chat/first', 'sulking')).toMatchObject({ status: 400 })

  const { body } = await askAdmin(backstay, 'audit-logs?action=deployment.fault')
  expect(body).toMatchObject({
    data: [
      { before: { fault: 'overloaded' }, after: { fault: null } },
      { before: { fault: null }, after: { fault: 'overloaded' } },
    ],
  })
})
