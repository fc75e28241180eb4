import { LIMITS } from '../targets/backstay.ts'

/** How many deployments planning is measured with. */
export const PLAN_SIZES = [10, 100, 1_000, 10_000] as const

/** As many models and keys as deployments; or all deployments of one model, with one key. */
export const CROWDS = ['apart', 'together'] as const

export type Crowd = (typeof CROWDS)[number]

/** Nanoseconds of CPU per plan: by how the deployments stand and how many they are, one per round. */
export type PlanCosts = Record<Crowd, Record<number, number[]>>

export function keyOf(index: number): string {
  return `sk-growth-${String(index).padStart(6, '0')}-0123456789abcdef0123456789abcdef`
}

export function modelOf(index: number): string {
  return `growth-${String(index).padStart(6, '0')}`
}

/** The configuration with so many deployments; the largest is near the most that a file may hold. */
export function settingsOf(size: number, crowd: Crowd, port: number): object {
  const many = Array.from({ length: size }, (_, index) => index)
  const deployment = (index: number): object => ({ provider: 'bench', model: `served-${index}`, ...LIMITS })
  const price = { input: 2.5, output: 10 }
  const limits = { ...LIMITS, concurrency: 10_000 }
  const models =
    crowd === 'apart'
      ? many.map((index) => ({ name: modelOf(index), price, deployments: [deployment(index)] }))
      : [{ name: modelOf(0), price, deployments: many.map(deployment) }]
  return {
    providers: {
      bench: {
        kind: 'openai-compatible',
        base_url: `http://127.0.0.1:${port}/unary/v1`,
        api_key: 'bench-upstream',
      },
    },
    models,
    keys: models.map((_, index) => ({ name: `growth-${index}`, key: keyOf(index), limits })),
  }
}
