import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ALIASES, FOLDERS, IMPURE_GLOBALS } from './directions.ts'

interface Sample {
  readonly path: string
  readonly source: string
  /** The rule that must speak up, or `null` where none may. */
  readonly rule: string | null
}

interface Report {
  readonly diagnostics: readonly { readonly filename: string; readonly code: string }[]
}

const SINGLE_FILES: readonly string[] = ['request', 'link-local', 'system-clock']
const ROOT = fileURLToPath(new URL('..', import.meta.url))
const IMPORTS = 'eslint(no-restricted-imports)'
const GLOBALS = 'eslint(no-restricted-globals)'
const PROPERTIES = 'eslint(no-restricted-properties)'

const samples: Sample[] = []
let reported: Map<string, string[]>
let scratch: string

function importing(folder: string, specifier: string, rule: string | null): void {
  add(`${folder}/sample-${samples.length}.ts`, `export { thing } from '${specifier}'\n`, rule)
}

function add(path: string, source: string, rule: string | null): void {
  samples.push({ path, source, rule })
}

for (const folder of FOLDERS) {
  for (const alias of ALIASES) {
    const allowed = alias === folder.alias || folder.imports.includes(alias)
    importing(
      folder.path,
      SINGLE_FILES.includes(alias) ? `#${alias}` : `#${alias}/thing`,
      allowed ? null : IMPORTS,
    )
  }
  for (const specifier of ['http', 'node:http', 'node:https', 'node:http2', 'undici']) {
    importing(folder.path, specifier, folder.http === true ? null : IMPORTS)
  }
  for (const specifier of ['node:crypto', 'yaml', '@backstay/contract']) {
    importing(folder.path, specifier, folder.pure === true ? IMPORTS : null)
  }
  importing(folder.path, './beside.ts', null)
  importing(folder.path, './below/thing.ts', null)
  importing(folder.path, '../sideways.ts', IMPORTS)
  importing(`${folder.path}/below`, '../above.ts', null)
  importing(`${folder.path}/below`, '../../sideways.ts', IMPORTS)
  importing(`${folder.path}/below/deep`, '../../above.ts', IMPORTS)
  importing(`${folder.path}/below`, '#control/thing', folder.alias === 'control' ? null : IMPORTS)

  const pure = folder.pure === true
  const ofTwo = (rule: string) => (pure ? rule : null)
  for (const name of IMPURE_GLOBALS) {
    if (name === 'console' && !pure) continue
    add(
      `${folder.path}/global-${name.toLowerCase()}.ts`,
      `export const it: unknown = ${name}\n`,
      ofTwo(GLOBALS),
    )
  }
  add(`${folder.path}/type-import.ts`, "import type { A } from '#cli/a'\nexport type B = A\n", IMPORTS)
  add(`${folder.path}/late-import.ts`, "export const a = (): unknown => import('#cli/a')\n", IMPORTS)
  add(`${folder.path}/dice.ts`, 'export const dice = (): number => Math.random()\n', ofTwo(PROPERTIES))
  add(`${folder.path}/abort.ts`, 'export const it = AbortSignal.timeout(1)\n', ofTwo(PROPERTIES))
  add(`${folder.path}/clone.ts`, 'export const it: unknown = structuredClone([1])\n', null)
  add(
    `${folder.path}/pure.test.ts`,
    "export { readFileSync } from 'node:fs'\nexport const at = Date.now()\n",
    null,
  )
  add(`${folder.path}/reach.test.ts`, "export { thing } from '#cli/thing'\n", IMPORTS)
}

importing('gateway/src', '#run/thing', null)
importing('gateway/src', 'node:http', IMPORTS)
add('gateway/src/main.ts', "export { createServer } from 'node:http'\nexport { a } from '#control/a'\n", null)
add('gateway/src/request.ts', "export { a } from '#accept/a'\nexport { b } from '#settle/b'\n", null)
add('contract/src/climbing.ts', "export { a } from '../../gateway/src/a.ts'\n", IMPORTS)
add('gateway/src/store/chatty.ts', "console.log('here')\n", 'eslint(no-console)')
add('gateway/src/cli/chatty.ts', "console.log('here')\n", null)
add('gateway/src/store/Camel.ts', 'export const a = 1\n', 'unicorn(filename-case)')
add('gateway/src/store/default.ts', 'export default 1\n', 'import(no-default-export)')
add('gateway/src/store/long.ts', 'export {}\n'.repeat(301), 'eslint(max-lines)')
add(
  'gateway/src/store/tall.ts',
  `export function a() {\n${'a()\n'.repeat(60)}}\n`,
  'eslint(max-lines-per-function)',
)
add(
  'gateway/src/store/wide.ts',
  'export const a = (b: 1, c: 1, d: 1, e: 1) => [b, c, d, e]\n',
  'eslint(max-params)',
)
add('gateway/src/store/floating.ts', 'void 0\nPromise.resolve(1)\n', 'typescript(no-floating-promises)')
add('gateway/src/store/hen.ts', "export { egg } from './egg.ts'\nexport const hen = 1\n", 'import(no-cycle)')
add('gateway/src/store/egg.ts', "export { hen } from './hen.ts'\nexport const egg = 1\n", 'import(no-cycle)')

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'backstay-directions-'))
  const config = join(ROOT, 'oxlint.config.ts')
  await writeFile(join(scratch, 'oxlint.config.ts'), `export { default } from ${JSON.stringify(config)}\n`)
  await writeFile(join(scratch, 'tsconfig.json'), '{"compilerOptions":{"target":"esnext","types":[]}}')
  for (const { path, source } of samples) {
    await mkdir(dirname(join(scratch, path)), { recursive: true })
    await writeFile(join(scratch, path), source)
  }
  reported = await lint(scratch)
}, 60_000)

afterAll(() => rm(scratch, { recursive: true, force: true }))

async function lint(folder: string): Promise<Map<string, string[]>> {
  const programs = join(ROOT, 'node_modules/.bin')
  const program = join(ROOT, 'node_modules/oxlint/bin/oxlint')
  // It looks for its type-aware half beside the linted files and on the PATH.
  const env = { ...process.env, PATH: `${programs}${delimiter}${process.env['PATH'] ?? ''}` }
  const run = promisify(execFile)(process.execPath, [program, '--format', 'json'], {
    cwd: folder,
    env,
    maxBuffer: 1 << 26,
  })
  // A linter that found something exits with 1 and still prints its report.
  const { stdout } = await run.catch((failed: { stdout: string }) => failed)
  const { diagnostics } = JSON.parse(stdout) as Report
  const codes = new Map<string, string[]>()
  for (const { filename, code } of diagnostics) codes.set(filename, [...(codes.get(filename) ?? []), code])
  return codes
}

function isGuarded(code: string): boolean {
  return [IMPORTS, GLOBALS, PROPERTIES, 'eslint(no-console)'].includes(code)
}

function inShort({ path, source, rule }: Sample): string {
  return `${rule ?? 'nothing'} expected in ${path}: ${source.slice(0, 80)}`
}

test('the table knows every # name of the gateway', async () => {
  const manifest = JSON.parse(await readFile(join(ROOT, 'gateway/package.json'), 'utf8')) as {
    imports: Record<string, string>
  }
  const names = Object.keys(manifest.imports).map((name) => name.replace(/^#|\/.*$/g, ''))
  expect([...ALIASES].toSorted()).toEqual(names.toSorted())
})

test('what breaks a rule is reported', () => {
  const missed = samples.filter(({ path, rule }) => rule !== null && !reported.get(path)?.includes(rule))
  expect(missed.map(inShort)).toEqual([])
})

test('what keeps to the rules is not reported', () => {
  const accused = samples.filter(({ path, rule }) => rule === null && reported.get(path)?.some(isGuarded))
  expect(accused.map(inShort)).toEqual([])
})
