import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Bench, gateways } from './bench.ts'
import type { Finding } from './finding.ts'
import { type Cores, divideCores, moveTree } from './measure/cores.ts'
import { describeMachine } from './measure/machine.ts'
import { type Options, parseOptions, type SectionName, USAGE } from './options.ts'
import { stopAll } from './program.ts'
import { renderMarkdown } from './report/markdown.ts'
import type { Results } from './report/results.ts'
import { renderTable } from './report/table.ts'
import { requirePrograms } from './requirements.ts'
import { measureFailover } from './sections/failover.ts'
import { measureGrowth } from './sections/growth.ts'
import { measureLatency } from './sections/latency.ts'
import { measureMemory } from './sections/memory.ts'
import { measureSeveral } from './sections/several.ts'
import { measureStart } from './sections/start.ts'
import { measureStream } from './sections/stream.ts'
import { measureSwitch } from './sections/switch.ts'
import { measureTranslated } from './sections/translated.ts'
import { measureTtft } from './sections/ttft.ts'
import { measureUnary } from './sections/unary.ts'
import type { Target } from './target.ts'
import { backstayTarget } from './targets/backstay.ts'
import { nginxTarget } from './targets/nginx.ts'
import { portkeyTarget } from './targets/portkey.ts'
import { startUpstream } from './upstream.ts'

interface Measurement {
  readonly name: SectionName
  readonly measure: (bench: Bench) => Promise<Finding[]>
  /** CPU is measured with a core for what is measured; for how long something takes, and in how much memory, all have all. */
  readonly cores: 'divided' | 'shared'
}

// `portkey` is no load of its own: it adds Portkey to the others.
const MEASUREMENTS: readonly Measurement[] = [
  { name: 'unary', measure: measureUnary, cores: 'divided' },
  { name: 'stream', measure: measureStream, cores: 'divided' },
  { name: 'translated', measure: measureTranslated, cores: 'divided' },
  { name: 'latency', measure: measureLatency, cores: 'shared' },
  { name: 'ttft', measure: measureTtft, cores: 'shared' },
  { name: 'growth', measure: measureGrowth, cores: 'divided' },
  { name: 'failover', measure: measureFailover, cores: 'divided' },
  { name: 'switch', measure: measureSwitch, cores: 'shared' },
  { name: 'memory', measure: measureMemory, cores: 'shared' },
  { name: 'start', measure: measureStart, cores: 'shared' },
  { name: 'several', measure: measureSeveral, cores: 'shared' },
]

async function startBench(options: Options, folder: string, problems: string[]): Promise<Bench> {
  const optional = async (name: string, start: () => Promise<Target>): Promise<Target | null> => {
    try {
      return await start()
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      problems.push(`${name} DID NOT START and was not measured.`)
      console.error(`\n!!! ${name} DID NOT START and is left out: ${reason}\n`)
      return null
    }
  }
  const upstream = await startUpstream(folder)
  return {
    ...options,
    folder,
    upstream,
    nginx: await nginxTarget(upstream, folder),
    portkey: options.only.includes('portkey')
      ? await optional('Portkey', () => portkeyTarget(upstream))
      : null,
    backstay: await optional('Backstay', () => backstayTarget(upstream, folder)),
    place: () => Promise.resolve(),
    say: (progress) => console.log(`measuring ${progress} ...`),
  }
}

/** Everything on all cores; or what is measured on one of them, and the rest on the others. */
async function arrange(bench: Bench, cores: Cores, how: Measurement['cores']): Promise<Bench> {
  if (how === 'shared') {
    await moveTree(process.pid, cores.all)
    return bench
  }
  const place = (pid: number): Promise<void> => moveTree(pid, cores.measured)
  await moveTree(process.pid, cores.others)
  for (const { pid } of gateways(bench)) if (pid !== null) await place(pid)
  return { ...bench, place }
}

async function measure(options: Options, folder: string): Promise<Results> {
  const at = new Date().toISOString()
  const machine = describeMachine()
  const problems: string[] = []
  const findings: Finding[] = []
  const bench = await startBench(options, folder, problems)
  const cores = options.sharedCores ? null : divideCores()
  for (const { name, measure: section, cores: how } of MEASUREMENTS) {
    if (!options.only.includes(name)) continue
    try {
      findings.push(...(await section(cores === null ? bench : await arrange(bench, cores, how))))
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      problems.push(`The measurement "${name}" was broken off: ${reason}`)
      console.error(`\n!!! ${name}: ${reason}\n`)
    }
  }
  const targets = [bench.backstay, bench.nginx, bench.portkey].filter((target) => target !== null)
  const versions = Object.fromEntries(targets.map(({ name, version }) => [name, version]))
  return {
    at,
    machine,
    cores,
    versions,
    rounds: options.rounds,
    seconds: options.seconds,
    problems,
    findings,
  }
}

async function leave(results: Results, options: Options): Promise<void> {
  const stamp = results.at.replaceAll(/[:.]/g, '-')
  const file = options.out ?? join(import.meta.dirname, 'results', `${stamp}.json`)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, `${JSON.stringify(results, null, 2)}\n`)
  console.log(`\n${renderTable(results.findings)}\n`)
  for (const problem of results.problems) console.error(`!!! ${problem}`)
  console.log(`written: ${file}`)
  if (options.write) await writeFile(join(import.meta.dirname, 'RESULTS.md'), renderMarkdown(results))
}

async function main(): Promise<number> {
  let options: Options
  try {
    options = parseOptions(process.argv.slice(2))
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error))
    console.error(USAGE)
    return 2
  }
  await requirePrograms()
  const folder = await mkdtemp(join(tmpdir(), 'backstay-bench-'))
  // Started by root, nginx reads the files as somebody else.
  await chmod(folder, 0o755)
  const cleanUp = async (): Promise<void> => {
    await stopAll()
    await rm(folder, { recursive: true, force: true })
  }
  const interrupted = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      interrupted.abort()
      void cleanUp().finally(() => process.exit(1))
    })
  }
  try {
    const results = await measure(options, folder)
    if (interrupted.signal.aborted) return 1
    await leave(results, options)
    return results.problems.length === 0 ? 0 : 1
  } finally {
    await cleanUp()
  }
}

process.exitCode = await main()
