import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'

/** What the console is built from, in its folder. */
const SOURCES = ['index.html', 'package.json', 'vite.config.ts', 'build.ts', 'src']
/** Of what is beside it, what decides which packages go in. */
const LOCK = '../package-lock.json'
const HASH_LENGTH = 16

/** A name for what would be built from the console's folder: it changes with every byte of it. */
export async function contentHash(folder: string): Promise<string> {
  const files = await Promise.all(SOURCES.map((source) => filesOf(folder, source)))
  const hash = createHash('sha256')
  for (const file of [...files.flat(), LOCK].toSorted()) {
    hash.update(`${file}\0`).update(await contents(join(folder, file)))
  }
  return hash.digest('hex').slice(0, HASH_LENGTH)
}

async function filesOf(folder: string, source: string): Promise<string[]> {
  if (source.includes('.')) return [source]
  const entries = await readdir(join(folder, source), { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)))
}

/** Nothing where there is no such file: an installed package has no lock beside it. */
async function contents(path: string): Promise<Uint8Array> {
  return readFile(path).catch(() => new Uint8Array())
}
