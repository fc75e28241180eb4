import { spawnSync } from 'node:child_process'
import { cp, glob, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { rolldown } from 'rolldown'

// node scripts/build.ts [FOLDER] builds FOLDER/gateway, else dist/gateway: the package @backstay/gateway as it is
// published, with the console built. Node does not strip types below node_modules, and a gateway of few files takes less memory and starts sooner
// than one of many. What it depends on is not bundled. Declarations come from the compiler, file by file; those of the
// contract are a package of their own inside it.

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
  await bundle(join(PACKAGE, 'dist/bundle'))
  await buildConsole(join(PACKAGE, 'console'))
  for (const name of ['bin', 'demo'])
    await cp(join(ROOT, 'gateway', name), join(PACKAGE, name), { recursive: true })
  for (const name of ['README.md', 'LICENSE']) await cp(join(ROOT, name), join(PACKAGE, name))
  await writeManifest(join(ROOT, 'contract'), CONTRACT, {})
  await writeManifest(join(ROOT, 'gateway'), PACKAGE, {
    exports: { './engine': { types: './dist/engine.d.ts', default: './dist/bundle/engine.js' } },
    bundleDependencies: ['@backstay/contract'],
  })
}

/** As files to be served: who installs the package has nothing to build it with. */
async function buildConsole(folder: string): Promise<void> {
  const built = join(COMPILED, 'console')
  const program = join(ROOT, 'console/build.ts')
  const { status: code } = spawnSync(process.execPath, [program, built], { cwd: ROOT, stdio: 'inherit' })
  if (code !== 0) throw new Error(`console/build.ts ended with ${code}`)
  await rename(built, folder)
  await rm(COMPILED, { recursive: true })
}

async function bundle(folder: string): Promise<void> {
  const build = await rolldown({
    input: await entries(),
    platform: 'node',
    cwd: join(ROOT, 'gateway'),
    external: (id) => !/^(?:[./#]|@backstay\/)/.test(id),
  })
  await build.write({ dir: folder, format: 'esm', chunkFileNames: '[name].js' })
  await build.close()
}

/**
 * What is started or imported by its name. A thread's file exports nothing, and has to stand beside the chunk of whoever
 * starts it.
 */
async function entries(): Promise<Record<string, string>> {
  const source = join(ROOT, 'gateway/src')
  const files = ['cli.ts', 'engine.ts']
  for await (const file of glob('**/*-thread.ts', { cwd: source })) {
    const exports = /^export /m.test(await readFile(join(source, file), 'utf8'))
    if (!exports) files.push(file)
  }
  return Object.fromEntries(files.map((file) => [basename(file, '.ts'), join(source, file)]))
}

/** The manifest of a workspace for what was built of it: everything that stands in `src` is in `dist`. */
async function writeManifest(from: string, to: string, more: object): Promise<void> {
  const manifest = JSON.parse(await readFile(join(from, 'package.json'), 'utf8')) as Manifest
  const built = {
    ...manifest,
    imports: inDist(manifest['imports']),
    exports: inDist(manifest['exports']),
    ...more,
  }
  await writeFile(join(to, 'package.json'), `${JSON.stringify(built, null, 2)}\n`)
}

function inDist(paths: unknown): unknown {
  if (paths === undefined) return undefined
  const text = JSON.stringify(paths).replaceAll('"./src/', '"./dist/').replaceAll('.ts"', '.js"')
  return JSON.parse(text)
}
