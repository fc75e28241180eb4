import { startBackstay } from '../backstay-process.ts'
import { type Bench, interleaved } from '../bench.ts'
import type { Finding } from '../finding.ts'
import { chatBodyFor } from '../load/chat-body.ts'
import type { ChatCall } from '../load/wrk.ts'
import { keyOf, modelOf, settingsOf } from '../measure/plan-sizes.ts'
import { benchSettings, KEY } from '../targets/backstay.ts'
import { upstreamPort } from '../upstream.ts'

const GOAL_SECONDS = 1
const POLL_MS = 5
const MANY = 10_000

interface Subject {
  readonly name: string
  readonly settings: object
  readonly call: ChatCall
}

/** From the start of the process to the first answer of a provider, on a disk that is warm. */
export async function measureStart(bench: Bench): Promise<Finding[]> {
  const { folder, upstream } = bench
  const body = (model: string): string => chatBodyFor(model, { streamed: false, bytes: 300 })
  const usual: Subject = {
    name: 'start',
    settings: benchSettings(upstream),
    call: { key: KEY, body: body('bench-unary') },
  }
  const grown: Subject = {
    name: 'start-grown',
    settings: settingsOf(MANY, 'apart', upstreamPort(upstream, 'unary')),
    call: { key: keyOf(0), body: body(modelOf(0)) },
  }
  const startOf = async ({ name, settings, call }: Subject): Promise<number> => {
    const began = performance.now()
    const ready = (port: number): Promise<boolean> => isAnswered(port, call)
    const running = await startBackstay({ folder, name, settings, ready, pollMs: POLL_MS })
    const seconds = (performance.now() - began) / 1000
    await running.stop()
    return seconds
  }
  bench.say('starts of Backstay')
  // The first one warms the disk.
  await startOf(usual)
  const seconds = await interleaved(bench, [usual, grown], startOf)
  const what = 'Backstay: start to first answer'
  const finding = (subject: Subject, name: string, goal: number | null): Finding => {
    return { what: name, against: '–', unit: 's', values: seconds.get(subject) ?? [], goal }
  }
  return [
    finding(usual, what, GOAL_SECONDS),
    finding(grown, `${what}, keys, models and deployments 10,000 each`, null),
  ]
}

async function isAnswered(port: number, { key, body }: ChatCall): Promise<boolean> {
  const response = await fetch(`http://127.0.0.1:${port}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'authorization': `Bearer ${key}`, 'content-type': 'application/json' },
    body,
    signal: AbortSignal.timeout(10_000),
  })
  const text = await response.text()
  if (response.status !== 200) throw new Error(`the first answer has status ${response.status}: ${text}`)
  return true
}
