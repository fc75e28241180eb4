import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runCommand } from '../program.ts'
import type { Kind, Target } from '../target.ts'
import { chatBody } from './chat-body.ts'

const CONNECTIONS = 64

export interface Load {
  readonly kind: Kind
  readonly bytes: number
  /** Sent in turn, over and over; without it all requests are the same one. */
  readonly calls?: readonly ChatCall[]
}

/** A request that is not like the others. */
export interface ChatCall {
  readonly key: string
  /** JSON on one line. */
  readonly body: string
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
local calls = {}
local turn = 0
local file_of_calls = os.getenv("BENCH_CALLS")
if file_of_calls ~= "" then
  init = function()
    for line in io.lines(file_of_calls) do
      local key, body = line:match("^([^ ]+) (.*)$")
      wrk.headers["authorization"] = "Bearer " .. key
      calls[#calls + 1] = wrk.format("POST", nil, nil, body)
    end
  end
  request = function()
    turn = turn % #calls + 1
    return calls[turn]
  end
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
  const { calls } = load
  if (calls !== undefined) {
    await writeFile(file('calls.txt'), calls.map(({ key, body }) => `${key} ${body}\n`).join(''))
  }
  const settings = [
    `BENCH_BODY=${file('body.json')}`,
    `BENCH_HEADERS=${file('headers.txt')}`,
    `BENCH_CALLS=${calls === undefined ? '' : file('calls.txt')}`,
  ]
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
