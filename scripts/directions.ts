import type { OxlintOverride } from 'oxlint'

/** Every `#` name of gateway/package.json. A folder may import those of its own entry in `FOLDERS`, no others. */
export const ALIASES = [
  'request',
  'request-state',
  'domain',
  'wire',
  'accept',
  'admit',
  'plan',
  'run',
  'send',
  'settle',
  'snapshot',
  'store',
  'simulator',
  'cli',
  'control',
  'checking',
  'counting',
  'test-services',
  'shared-state',
  'end-of-turn',
  'link-local',
  'system-clock',
] as const

type Alias = (typeof ALIASES)[number]

interface Folder {
  /** Its own alias, which is also its name. */
  readonly alias: Alias
  readonly path: string
  /** What else it may import. */
  readonly imports: readonly Alias[]
  /** No packages, node modules, clocks, timers, input or output, or randomness. */
  readonly pure?: boolean
  /** May speak HTTP. */
  readonly http?: boolean
}

const STAGES: readonly Alias[] = ['accept', 'admit', 'plan', 'run', 'send', 'settle']

export const FOLDERS: readonly Folder[] = [
  { alias: 'domain', path: 'gateway/src/domain', imports: [], pure: true },
  { alias: 'wire', path: 'gateway/src/wire', imports: ['domain'], pure: true },
  {
    alias: 'accept',
    path: 'gateway/src/request/accept',
    imports: ['domain', 'wire', 'end-of-turn'],
    http: true,
  },
  { alias: 'admit', path: 'gateway/src/request/admit', imports: ['domain', 'wire'] },
  { alias: 'plan', path: 'gateway/src/request/plan', imports: ['domain', 'wire'], pure: true },
  { alias: 'run', path: 'gateway/src/request/run', imports: ['domain', 'wire'], pure: true },
  {
    alias: 'send',
    path: 'gateway/src/request/send',
    imports: ['domain', 'wire', 'end-of-turn', 'link-local'],
    http: true,
  },
  { alias: 'settle', path: 'gateway/src/request/settle', imports: ['domain', 'wire', 'end-of-turn'] },
  { alias: 'snapshot', path: 'gateway/src/snapshot', imports: ['domain', 'plan', 'run'] },
  { alias: 'checking', path: 'gateway/src/checking', imports: ['domain', 'link-local'], http: true },
  { alias: 'counting', path: 'gateway/src/counting', imports: ['domain', 'wire'] },
  { alias: 'shared-state', path: 'gateway/src/shared-state', imports: ['domain'] },
  { alias: 'store', path: 'gateway/src/store', imports: ['domain'] },
  { alias: 'test-services', path: 'gateway/src/test-services', imports: [], http: true },
  {
    alias: 'simulator',
    path: 'gateway/src/simulator',
    imports: ['domain', 'wire', 'plan', 'run', 'request', 'request-state', 'system-clock'],
    http: true,
  },
  {
    alias: 'control',
    path: 'gateway/src/control',
    imports: ['domain', 'wire', 'snapshot', 'store'],
    http: true,
  },
]

/** Tests may set up what surrounds their folder, but not reach into another stage or the other plane. */
const TESTS_MAY_ALSO_IMPORT: readonly Alias[] = [
  'domain',
  'wire',
  'snapshot',
  'store',
  'simulator',
  'test-services',
  'system-clock',
]

export const IMPURE_GLOBALS = [
  'Date',
  'process',
  'console',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'fetch',
  'Buffer',
  'performance',
  'crypto',
  'WebSocket',
  'EventSource',
  'globalThis',
  'global',
  'require',
] as const

interface RestrictedPattern {
  readonly regex: string
  readonly message: string
}

// The linter's regular expressions have no look-around: one that uses it is accepted and never matches.
// Hence lists of what is forbidden, computed from what is allowed.
const CLIMBING: RestrictedPattern = {
  regex: String.raw`^\.\./\.\.(/|$)`,
  message: 'Leave a folder through a # import.',
}
const HTTP: RestrictedPattern = {
  regex: '^((node:)?(http|https|http2)|undici)(/|$)',
  message: 'HTTP belongs to accept, send, control, simulator and main.',
}

function notThese(owner: string, allowed: readonly Alias[]): RestrictedPattern {
  const forbidden = ALIASES.filter((alias) => !allowed.includes(alias))
  return {
    regex: `^#(${forbidden.join('|')})(/|$)`,
    message: `${owner} may import ${allowed.map((alias) => `#${alias}`).join(', ') || 'nothing'}.`,
  }
}

function imports(...patterns: readonly RestrictedPattern[]): NonNullable<OxlintOverride['rules']> {
  return { 'no-restricted-imports': ['error', { patterns: [...patterns] }] }
}

function purity(folder: Folder): OxlintOverride {
  const message = `${folder.alias} is pure: take it as an argument.`
  return {
    files: [`${folder.path}/**`],
    excludeFiles: ['**/*.test.ts'],
    rules: {
      'no-restricted-globals': ['error', ...IMPURE_GLOBALS.map((name) => ({ name, message }))],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message },
        { object: 'AbortSignal', property: 'timeout', message },
      ],
    },
  }
}

/** The overrides of one folder: its sources, then its tests; in each, files at the top may not climb at all. */
function folderOverrides(folder: Folder): OxlintOverride[] {
  const { alias, path } = folder
  const sideways: RestrictedPattern = { regex: String.raw`^\.\.(/|$)`, message: CLIMBING.message }
  const sources = [notThese(alias, [alias, ...folder.imports])]
  if (folder.http !== true) sources.push(HTTP)
  if (folder.pure === true) {
    sources.push({ regex: '^[^.#]', message: `${alias} is pure: no packages, no node modules.` })
  }
  const tests = notThese(`A test of ${alias}`, [alias, ...folder.imports, ...TESTS_MAY_ALSO_IMPORT])
  return [
    { files: [`${path}/*.ts`], rules: imports(sideways, ...sources) },
    { files: [`${path}/*/**`], rules: imports(CLIMBING, ...sources) },
    { files: [`${path}/*.test.ts`], rules: imports(sideways, tests) },
    { files: [`${path}/*/**/*.test.ts`], rules: imports(CLIMBING, tests) },
    ...(folder.pure === true ? [purity(folder)] : []),
  ]
}

const DATA_PLANE = notThese('The data plane', ['domain', 'wire', 'snapshot', ...STAGES])

/** Who may import whom, as lint rules. scripts/directions.test.ts breaks each of them. */
export const directionOverrides: OxlintOverride[] = [
  { files: ['gateway/**', 'contract/**', 'console/**'], rules: imports(CLIMBING, HTTP) },
  { files: ['gateway/src/main.ts', 'gateway/**/*.test.ts'], rules: imports(CLIMBING) },
  { files: ['gateway/src/request.ts'], rules: imports(CLIMBING, HTTP, DATA_PLANE) },
  ...FOLDERS.flatMap(folderOverrides),
]
