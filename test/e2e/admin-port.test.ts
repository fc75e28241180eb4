import { describe, expect, it } from 'vitest'
import { ask } from './ask.ts'
import { askAdmin } from './ask-admin.ts'
import { startBackstay } from './start-backstay.ts'

const CONFIG = {
  providers: { only: { kind: 'openai', base_url: '${SIM0}', api_key: 'key' } },
  models: [{ name: 'chat', deployments: [{ provider: 'only', model: 'one' }] }],
  keys: [{ name: 'app', key: '${KEY}' }],
}

const statusOf = async (url: string): Promise<number> => {
  const response = await fetch(url, { redirect: 'manual' })
  await response.body?.cancel()
  return response.status
}

describe('the admin API', () => {
  it('is on the port of the gateway, with the console and the metrics', async () => {
    await using backstay = await startBackstay(CONFIG, 1)

    expect(backstay.adminUrl).toBe(backstay.url)
    for (const path of ['/metrics', '/api/docs', '/api/openapi.json']) {
      expect([path, await statusOf(`${backstay.url}${path}`)]).toEqual([path, 200])
    }
    // Being built, or built already.
    expect([200, 503]).toContain(await statusOf(`${backstay.url}/console`))
    expect(await statusOf(`${backstay.url}/api`)).toBe(404)
    expect(await statusOf(`${backstay.url}/apis`)).toBe(404)
  })

  it('is on a port of its own where the file says so, and then on no other', async () => {
    await using backstay = await startBackstay({ ...CONFIG, admin: { port: 0 } }, 1)

    expect(new URL(backstay.adminUrl).port).not.toBe(new URL(backstay.url).port)
    expect((await askAdmin(backstay, 'health')).status).toBe(200)
    for (const path of ['/', '/console', '/metrics', '/api/docs', '/api/organisations/default/health']) {
      expect([path, await statusOf(`${backstay.url}${path}`)]).toEqual([path, 404])
    }
    expect(await statusOf(`${backstay.adminUrl}/`)).toBe(302)
    expect(await statusOf(`${backstay.adminUrl}/healthz`)).toBe(200)
    expect(await statusOf(`${backstay.adminUrl}/v1/models`)).toBe(404)
    expect((await ask(backstay.client, { model: 'chat', stream: false })).error).toBeNull()
  })
})
