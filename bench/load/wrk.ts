import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runCommand } from '../program.ts'
import type { Kind, Target } from '../target.ts'
import { chatBody } from './chat-body.ts'

const CONNECTIONS = 64

export interface Load {
  readonly kind: Kind
  readonly bytes: number
}

export interface LoadResult {
  readonly requests: number
  /** Answers with a status over 399, and failures of connections. */
  readonly errors: number
  readonly receivedBytes: number
}

const SCRIPT = `
local file = io.open(os.getenv("BENCH_BODY"), "rb")
wrk.method = "POST"
wrk.body = file:read("*a")
file:close()
wrk.headers["content-type"] = "application/json"
for line in io.lines(os.getenv("BENCH_HEADERS")) do
  local name, value = line:match("^([^:]+): (.*)$")
  wrk.headers[name] = value
end
done = function(summary)
  local e = summary.errors
  local errors = e.status + e.connect + e.read + e.write + e.timeout
  io.write(string.format("RESULT %d %d %d\\n", summary.requests, errors, summary.bytes))
end
`

/** Calls the target over 64 connections as fast as it answers, for so many seconds. */
export async function runWrk(
  target: Target,
  load: Load,
  run: { seconds: number; folder: string },
): Promise<LoadResult> {
  const file = (name: string): string => join(run.folder, `wrk-${name}`)
  const headers = Object.entries(target.headers(load.kind)).map(([name, value]) => `${name}: ${value}\n`)
  await writeFile(file('script.lua'), SCRIPT)
  await writeFile(file('body.json'), chatBody(target, load.kind, load.bytes))
  await writeFile(file('headers.txt'), headers.join(''))
  const url = `http://127.0.0.1:${target.port}${target.path(load.kind)}`
  const settings = [`BENCH_BODY=${file('body.json')}`, `BENCH_HEADERS=${file('headers.txt')}`]
  const wrk = [
    'wrk',
    '-t1',
    `-c${CONNECTIONS}`,
    `-d${run.seconds}s`,
    '--timeout',
    '10s',
    '-s',
    file('script.lua'),
    url,
  ]
  const output = await runCommand('env', [...settings, ...wrk])
  const [requests, errors, receivedBytes] =
    /^RESULT (\d+) (\d+) (\d+)$/m.exec(output)?.slice(1).map(Number) ?? []
  if (requests === undefined || errors === undefined || receivedBytes === undefined) {
    throw new Error(`wrk gave no result: ${output}`)
  }
  return { requests, errors, receivedBytes }
}
