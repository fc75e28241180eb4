import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { UpstreamModel } from '#domain/names'
import { SIMULATED_FAULTS } from '@backstay/contract/admin'
import type { Simulator } from './simulator.ts'
import { startSimulator } from './simulator.ts'
import type { FaultSwitch } from './switch-faults.ts'
import { switchFaults } from './switch-faults.ts'

let simulator: Simulator
let faults: FaultSwitch
beforeAll(async () => {
  simulator = await startSimulator()
  faults = switchFaults([{ simulator, text: 'Of this one.' }])
})
afterAll(() => simulator.close())

const place = (model: string, apiKey: string) => ({
  baseUrl: simulator.baseUrl,
  upstreamModel: model as UpstreamModel,
  apiKey,
})

const ask = (model: string, key: string): Promise<Response> =>
  fetch(`${simulator.baseUrl}/chat/completions`, {
    method: 'POST',
    headers: { 'authorization': `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model, messages: [{ role: 'user', content: 'Hello' }] }),
  })

describe('a switched fault', () => {
  it('holds for one model with one key, and no longer than until it is switched off', async () => {
    faults.setFault(place('one', 'first'), 'overloaded')
    expect(faults.faultOf(place('one', 'first'))).toBe('overloaded')
    expect((await ask('one', 'first')).status).toBe(503)
    expect((await ask('one', 'second')).status).toBe(200)
    expect((await ask('two', 'first')).status).toBe(200)

    faults.setFault(place('one', 'first'), null)
    expect(faults.faultOf(place('one', 'first'))).toBeNull()
    expect((await ask('one', 'first')).status).toBe(200)
  })

  it('is asked for at simulated providers only', () => {
    const real = { ...place('one', 'first'), baseUrl: 'https://api.openai.com/v1' }
    expect(faults.faultOf(real)).toBeUndefined()
    expect(faults.faultOf({ ...real, baseUrl: null })).toBeUndefined()
    expect(() => faults.setFault(real, 'overloaded')).toThrow('is not simulated here')
  })

  it.each(SIMULATED_FAULTS.filter((fault) => fault !== 'hang' && fault !== 'slow'))(
    '%s is not the answer that it otherwise gives',
    async (fault) => {
      faults.setFault(place(fault, 'key'), fault)
      const whole = await ask(fault, 'key')
        .then(async (response) => (response.ok ? response.text() : 'refused'))
        .catch(() => 'broken')
      expect(whole.includes('Of this one.')).toBe(false)
    },
  )
})
