import { spawn } from 'node:child_process'
import { delimiter, join } from 'node:path'

interface Outcome {
  readonly command: string
  readonly passed: boolean
  readonly output: string
}

const ROOT = join(import.meta.dirname, '..')
const COMMANDS = [
  'tsc --noEmit',
  'tsc --noEmit -p console',
  'oxlint --deny-warnings',
  'oxfmt --check',
  'knip --no-config-hints',
]

// The bundled tools and the bundled Node come first, also when this is not run by npm.
const env = {
  ...process.env,
  PATH: `${join(ROOT, 'node_modules/.bin')}${delimiter}${process.env['PATH'] ?? ''}`,
}

function run(command: string): Promise<Outcome> {
  const child = spawn(command, { cwd: ROOT, env, shell: true, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  const collect = (chunk: Buffer): void => {
    output += chunk.toString()
  }
  child.stdout.on('data', collect)
  child.stderr.on('data', collect)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ command, passed: code === 0, output }))
  })
}

const startedAt = performance.now()
const outcomes = await Promise.all(COMMANDS.map(run))
const failed = outcomes.filter(({ passed }) => !passed)
for (const { command, output } of failed) console.error(`${command}\n\n${output.trim()}\n`)

const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
if (failed.length === 0) console.log(`check: types, lint, format and unused code are fine (${seconds} s)`)
else
  console.error(
    `check: ${failed.map(({ command }) => command.split(' ')[0]).join(', ')} failed (${seconds} s)`,
  )
process.exitCode = failed.length === 0 ? 0 : 1
