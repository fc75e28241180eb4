import { spawnSync } from 'node:child_process'
import { cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'

// node scripts/build.ts [FOLDER] builds FOLDER/gateway, else dist/gateway: the package @backstay/gateway as it is
// published, JavaScript with declarations. Node does not strip types below node_modules. The contract is a package of its
// own inside it.

interface Manifest {
  readonly [member: string]: unknown
  readonly dependencies: Readonly<Record<string, string>>
}

const ROOT = join(import.meta.dirname, '..')
const DIST = resolve(process.argv[2] ?? join(ROOT, 'dist'))
const COMPILED = join(DIST, 'compiled')
const PACKAGE = join(DIST, 'gateway')
const CONTRACT = join(PACKAGE, 'node_modules/@backstay/contract')

for (const old of [COMPILED, PACKAGE]) await rm(old, { recursive: true, force: true })
const compiler = join(ROOT, 'node_modules/typescript/bin/tsc')
const { status } = spawnSync(
  process.execPath,
  [compiler, '-p', 'tsconfig.build.json', '--outDir', COMPILED],
  {
    cwd: ROOT,
    stdio: 'inherit',
  },
)
if (status === 0) await assemble()
else process.exitCode = 1

async function assemble(): Promise<void> {
  await mkdir(CONTRACT, { recursive: true })
  await rename(join(COMPILED, 'gateway/src'), join(PACKAGE, 'dist'))
  await rename(join(COMPILED, 'contract/src'), join(CONTRACT, 'dist'))
  await rm(COMPILED, { recursive: true })
  for (const name of ['bin', 'demo'])
    await cp(join(ROOT, 'gateway', name), join(PACKAGE, name), { recursive: true })
  for (const name of ['README.md', 'LICENSE']) await cp(join(ROOT, name), join(PACKAGE, name))
  await writeManifest(join(ROOT, 'contract'), CONTRACT, {})
  await writeManifest(join(ROOT, 'gateway'), PACKAGE, { bundleDependencies: ['@backstay/contract'] })
}

/** The manifest of a workspace for what was built of it: everything that stands in `src` is in `dist`. */
async function writeManifest(from: string, to: string, more: object): Promise<void> {
  const manifest = JSON.parse(await readFile(join(from, 'package.json'), 'utf8')) as Manifest
  const built = {
    ...manifest,
    ...more,
    imports: inDist(manifest['imports']),
    exports: inDist(manifest['exports']),
  }
  await writeFile(join(to, 'package.json'), `${JSON.stringify(built, null, 2)}\n`)
}

function inDist(paths: unknown): unknown {
  if (paths === undefined) return undefined
  const text = JSON.stringify(paths).replaceAll('"./src/', '"./dist/').replaceAll('.ts"', '.js"')
  return JSON.parse(text)
}
