import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import OpenAI from 'openai'
import { describe, expect, it } from 'vitest'
import { ask } from './ask.ts'
import { runProcess, startProcess } from './start-process.ts'

describe('the demo workspace', () => {
  it('prints a curl command that shows a fallback, and does what the documents say', async () => {
    await using running = await startProcess(['serve', '--port', '0', '--store', 'sqlite:./demo.db'])
    const command = await running.said(/curl -i [^']*'[^']*'/)
    const key = await running.said(/API key\s+(\S+)/)
    const url = await running.said(/Gateway\s+(\S+)/)

    const { url: target, headers, body } = readCurl(command)
    const response = await fetch(target, { method: 'POST', headers, body })
    expect(await response.json()).toMatchObject({ model: 'claude-3-opus' })
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'x-backstay-model': 'anthropic/claude-3-opus',
      'x-backstay-provider': 'anthropic',
      'x-backstay-attempts': '2',
      'x-backstay-fallbacks': '1',
      'x-backstay-fallback-reason': 'overloaded',
    })

    const client = new OpenAI({ baseURL: url, apiKey: key, maxRetries: 0 })
    for (const stream of [false, true]) {
      for (let n = 0; n < 3; n++) {
        const reply = await ask(client, { model: 'premium-reasoning', stream })
        expect(reply).toMatchObject({ model: 'claude-3-opus', text: 'Hello from the simulated Anthropic.' })
        expect(reply.headers.get('x-backstay-fallbacks')).toBe('1')
      }
    }
    const fallback = ['anthropic/claude-sonnet-4.5', 'google/gemini-3-flash-preview']
    const snippet = await ask(client, {
      model: 'openai/gpt-4o',
      stream: false,
      body: { provider: { fallback } },
    })
    expect(snippet.text).toBe('Hello from the simulated OpenAI.')

    running.child.kill('SIGTERM')
    expect(await running.ended).toBe(0)
    const usage = await runProcess([
      'usage',
      'export',
      '--format',
      'jsonl',
      '--store',
      `sqlite:${join(running.folder, 'demo.db')}`,
    ])
    expect(usage.stdout.trim().split('\n')).toHaveLength(8)
  })

  it('answers the very command in a shell', async () => {
    await using running = await startProcess(['serve', '--port', '0', '--store', 'sqlite:./demo.db'])
    const command = await running.said(/curl -i [^']*'[^']*'/)
    const printed = await promisify(execFile)('sh', ['-c', command]).catch(
      (error: unknown) => error as { stdout: string; code: number },
    )
    // 127: a machine without curl.
    if ('code' in printed && printed.code === 127) return

    expect(printed.stdout).toContain('x-backstay-fallback-reason: overloaded')
  })
})

function readCurl(command: string): {
  readonly url: string
  readonly headers: Record<string, string>
  readonly body: string
} {
  const url = /curl -i (\S+)/.exec(command)?.[1] ?? ''
  const headers = [...command.matchAll(/-H "([^:"]+): ([^"]+)"/g)].map(([, name = '', value = '']) => [
    name,
    value,
  ])
  const body = /-d '([^']+)'/.exec(command)?.[1] ?? ''
  return { url, headers: Object.fromEntries(headers) as Record<string, string>, body }
}
