import { parseArgs } from 'node:util'
import { formatProblems, problemsAsJson } from '#snapshot/format-problems'
import { loadConfig } from '#snapshot/load-config'

/** Where a command reads from and writes to. */
interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly out: (line: string) => void
  readonly err: (line: string) => void
}

const PROCESS: Terminal = {
  env: process.env,
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
}

const USAGE = 'Usage: backstay check FILE [--json]'

/** `backstay check FILE`: 0 the file can be used, 1 it is refused, 2 wrong usage. */
export async function runCheck(args: readonly string[], terminal: Terminal = PROCESS): Promise<number> {
  const { out, err } = terminal
  const asked = readArgs(args)
  if ('problem' in asked) {
    err(`${asked.problem}\n${USAGE}`)
    return 2
  }
  const { path, json } = asked
  const loaded = await loadConfig(path, terminal.env)
  const problems = loaded.kind === 'refused' ? loaded.problems : []
  if (json) {
    out(problemsAsJson({ problems, warnings: loaded.warnings }))
    return problems.length === 0 ? 0 : 1
  }
  for (const line of formatProblems(path, loaded.warnings)) out(`warning: ${line}`)
  for (const line of formatProblems(path, problems)) err(line)
  if (loaded.kind === 'refused') {
    err(`${path}: refused, ${count(problems.length, 'problem')}`)
    return 1
  }
  const { models, chains, keys } = loaded.configuration
  const parts = [count(models.size, 'model'), count(chains.size, 'chain'), count(keys.size, 'key')]
  out(
    `${path}: valid (${parts.join(', ')}${loaded.warnings.length > 0 ? `, ${count(loaded.warnings.length, 'warning')}` : ''})`,
  )
  return 0
}

type Asked = { readonly path: string; readonly json: boolean } | { readonly problem: string }

function readArgs(args: readonly string[]): Asked {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { json: { type: 'boolean', default: false }, config: { type: 'string' } },
      allowPositionals: true,
    })
    const paths = values.config === undefined ? positionals : [values.config, ...positionals]
    const [path] = paths
    if (path === undefined) return { problem: 'No file was given.' }
    return paths.length > 1 ? { problem: 'More than one file was given.' } : { path, json: values.json }
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) }
  }
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
