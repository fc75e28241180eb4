import type { BackstayFetch, Configuration, Deployment, Send, UsageRecord } from '@backstay/gateway/engine'
import { configurationOf, createFetch, FAILURE_CLASSES, runPlan, SseSplitter } from '@backstay/gateway/engine'
import OpenAI from 'openai'

const told: UsageRecord[] = []
const backstay: BackstayFetch = createFetch(
  { models: [{ name: 'chat', deployments: [{ provider: 'p', model: 'm' }] }] },
  { onRecord: (record) => told.push(record), onEvent: ({ kind }) => console.log(kind) },
)
export const client = new OpenAI({ baseURL: 'http://backstay/v1', apiKey: 'any', fetch: backstay })
export const configuration: Configuration = configurationOf('providers: {}')
export const places: readonly Deployment[] = [...configuration.models.values()].flatMap(
  (one) => one.deployments,
)
export const parts: readonly [typeof runPlan, typeof SseSplitter, readonly string[]] = [
  runPlan,
  SseSplitter,
  FAILURE_CLASSES,
]
export const send: Send | null = null
// @ts-expect-error a member that the file does not have
createFetch({ modles: [] })
