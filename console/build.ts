// Builds the console into the folder of the first argument: `node console/build.ts FOLDER`. Several may run at once.
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, extname, join } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { build } from 'vite'

const COMPRESSED = new Set(['.js', '.css', '.svg'])
const LOOK_EVERY_MS = 100
const NAMELESS_MS = 5_000
const DAY_MS = 86_400_000

// Whoever starts it may be a test, or say that it develops.
process.env['NODE_ENV'] = 'production'

// Whoever asked for it is gone.
process.on('disconnect', () => process.exit(1))

const [, , target] = process.argv
if (target === undefined) {
  process.stderr.write('usage: node console/build.ts FOLDER\n')
  process.exitCode = 2
} else {
  await buildOnce(target)
  // The channel to whoever asked would keep it alive.
  if (process.connected) process.channel?.unref()
}

/** One builds, the others wait for it; if it dies another one goes on. What was built appears in one step. */
async function buildOnce(folder: string): Promise<void> {
  await mkdir(dirname(folder), { recursive: true })
  const lock = `${folder}.lock`
  while (!(await exists(folder))) {
    if (await taken(lock)) {
      await new Promise((resolve) => {
        setTimeout(resolve, LOOK_EVERY_MS)
      })
      continue
    }
    try {
      await buildInto(folder)
    } finally {
      await rm(lock, { force: true })
    }
  }
}

async function buildInto(folder: string): Promise<void> {
  const draft = `${folder}.${process.pid}.draft`
  await build({
    configFile: join(import.meta.dirname, 'vite.config.ts'),
    // Nothing is written beside the packages: whoever builds may not be allowed to.
    configLoader: 'native',
    logLevel: 'error',
    build: { outDir: draft, emptyOutDir: true },
  })
  await compress(draft)
  try {
    await rename(draft, folder)
  } catch (error) {
    // Somebody else was first.
    await rm(draft, { recursive: true, force: true })
    if (!(await exists(folder))) throw error
  }
  await prune(dirname(folder))
}

/** True if a living process holds the lock; otherwise it is ours. */
async function taken(lock: string): Promise<boolean> {
  try {
    await writeFile(lock, String(process.pid), { flag: 'wx' })
    return false
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    const holder = Number(await readFile(lock, 'utf8').catch(() => ''))
    const alive = holder === 0 ? await isYoung(lock) : isAlive(holder)
    if (!alive) await rm(lock, { force: true })
    return true
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Whoever made it has not come to say who it is. */
async function isYoung(lock: string): Promise<boolean> {
  const { mtimeMs } = await stat(lock).catch(() => ({ mtimeMs: 0 }))
  return Date.now() - mtimeMs < NAMELESS_MS
}

async function compress(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && COMPRESSED.has(extname(entry.name)))
  await Promise.all(
    files.map(async ({ parentPath, name }) => {
      const path = join(parentPath, name)
      const bytes = await readFile(path)
      const params = { [constants.BROTLI_PARAM_QUALITY]: 9 }
      await writeFile(`${path}.br`, await promisify(brotliCompress)(bytes, { params }))
      await writeFile(`${path}.gz`, await promisify(gzip)(bytes, { level: 9 }))
    }),
  )
}

/** Removes what was built of other contents, unless somebody may still be serving it. */
async function prune(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }))
    if (Date.now() - mtimeMs > DAY_MS) await rm(path, { recursive: true, force: true })
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
