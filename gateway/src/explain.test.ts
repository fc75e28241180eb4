import { expect, it } from 'vitest'
import type { Budget } from '#domain/budget'
import { BudgetLedger } from '#domain/budget-ledger'
import { NO_CONDITIONS } from '#domain/model'
import { SmoothRotation } from '#plan/rotation'
import { DeploymentStates } from '#run/deployment-states'
import { admitted, configuration, deployment, model } from '#simulator/sample'
import { NO_USAGE } from '#domain/usage'
import { VirtualClock } from '#simulator/virtual-clock'
import { explain } from './explain.ts'

it('an explanation tells what was measured of each deployment, and that others were never tried', () => {
  const places = [deployment('known'), deployment('new')]
  const config = configuration([model('m', places, { strategy: 'latency' })])
  const health = new DeploymentStates({
    random: () => 0,
    cooldown: () => config.cooldown,
    onEvent: () => undefined,
  })
  const [known = deployment('none')] = places
  const state = health.of(known)
  state.hold(known, 10, 0)
  const usage = { ...NO_USAGE, input: 100, cachedInput: 25, output: 40 }
  state.measure().observe({ streamed: false, commitMs: 2_000, totalMs: 2_000, usage }, 0)
  const { accepted, key } = admitted('m')
  const context = {
    configuration: config,
    key,
    health,
    rotation: new SmoothRotation(),
    random: () => 0,
    now: 0,
    budgets: new BudgetLedger({ clock: new VirtualClock(), onEvent: () => undefined }),
  }

  expect(
    explain(accepted, context).order.map(({ deployment: label, measured }) => [label, measured]),
  ).toEqual([
    [
      'known',
      {
        inFlight: 1,
        firstTokenMs: null,
        msPerOutputToken: 50,
        tokensPerSecond: 20,
        outputTokens: 40,
        cachedShare: 0.25,
        errorRate: 0,
        usedShare: 0,
      },
    ],
    ['new', null],
  ])
})

it('an explanation tells how budgets stand, and whom money puts first', () => {
  const own: Budget = {
    id: 'key app month',
    organisation: 'default',
    owner: { kind: 'key', name: 'app' },
    usd: 10,
    per: 'month',
    atLimit: 'block',
  }
  const priced = (name: string, output: number) =>
    model(name, [deployment(`${name}1`, { price: { input: 0, output, cachedInput: null } })])
  const cost = { threshold: 0.8, to: null }
  const base = configuration([priced('dear', 20), priced('cheap', 2)])
  const config = {
    ...base,
    fallback: { ...base.fallback, list: ['cheap'], conditions: { ...NO_CONDITIONS, cost } },
  }
  const budgets = new BudgetLedger({ clock: new VirtualClock(), onEvent: () => undefined })
  budgets.bringIn(own, { usd: 9, periodMs: Date.UTC(2027, 0, 1) })
  const { accepted, key } = admitted('dear')
  const context = {
    configuration: config,
    key: { ...key, limits: { ...key.limits, budget: own } },
    health: new DeploymentStates({
      random: () => 0,
      cooldown: () => config.cooldown,
      onEvent: () => undefined,
    }),
    rotation: new SmoothRotation(),
    random: () => 0,
    now: 0,
    budgets,
  }

  const told = explain(accepted, context)
  expect(told).toMatchObject({ cost, queue: null })
  expect(told.budgets).toEqual([
    {
      budget: 'key app',
      usd: 10,
      per: 'month',
      atLimit: 'block',
      spentUsd: 9,
      reservedUsd: 0,
      renews: '2027-02-01 00:00 UTC',
    },
  ])
  expect(told.order.map(({ deployment: label }) => label)).toEqual(['cheap1', 'dear1'])
  expect(told.skipped).toEqual([
    {
      deployment: 'dear',
      reason: 'put after cheaper ones: 90 % of the monthly budget of the API key "app" is used',
    },
  ])
})
