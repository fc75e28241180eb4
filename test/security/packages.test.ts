import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')

interface LockedPackage {
  readonly link?: boolean
  readonly integrity?: string
  readonly resolved?: string
  readonly hasInstallScript?: boolean
  readonly dev?: boolean
}

const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
  readonly packages: Readonly<Record<string, LockedPackage>>
}
const installed = Object.entries(lock.packages).filter(
  ([path, one]) => path.includes('node_modules/') && one.link !== true,
)

/** Everything works without what they would run; the install commands of CI and images say --ignore-scripts. */
const SCRIPTS_NOT_NEEDED = ['protobufjs']

const manifests = ['', 'contract', 'gateway', 'console'].map(
  (folder): [string, Readonly<Record<string, Readonly<Record<string, string>>>>] => [
    join(folder, 'package.json'),
    JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')),
  ],
)

describe('packages of others', () => {
  it('are locked by the hash of what they contain', () => {
    expect(installed.length).toBeGreaterThan(50)
    const loose = installed.filter(([, { integrity }]) => integrity?.startsWith('sha512-') !== true)
    expect(loose.map(([path]) => path)).toEqual([])
  })

  it('come from the registry that npm is told to use, from no address of their own', () => {
    const elsewhere = installed.filter(([, { resolved }]) => resolved !== undefined)
    expect(elsewhere.map(([path]) => path)).toEqual([])
  })

  it('run nothing when they are installed, but for those whose script nobody needs', () => {
    const names = installed
      .filter(([, { hasInstallScript }]) => hasInstallScript === true)
      .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length))
    expect(names.filter((name) => !SCRIPTS_NOT_NEEDED.includes(name))).toEqual([])
  })

  it.each(manifests)('are asked for in one exact version: %s', (_, manifest) => {
    const asked = ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((kind) =>
      Object.entries(manifest[kind] ?? {}),
    )
    const ranges = asked.filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))
    expect(ranges).toEqual([])
  })

  it.each(manifests)('are not helped by scripts of ours that run on installation: %s', (_, manifest) => {
    const names = Object.keys(manifest['scripts'] ?? {})
    expect(names.filter((name) => /^(?:pre|post)?install$|^prepare$/.test(name))).toEqual([])
  })
})

describe('sources', () => {
  it('hold no key of a provider', () => {
    const KEYS =
      /\bsk-(?:proj-|ant-api)[A-Za-z0-9_-]{24,}|\bAIza[0-9A-Za-z_-]{35}\b|-----BEGIN (?:RSA |EC )?PRIVATE KEY-----\n[A-Za-z0-9+/=\n]{200,}/
    const files = ['gateway/src', 'contract/src', 'docs', 'bench', 'scripts'].flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && /(?<!\.test)\.(?:ts|md|json|yaml)$/.test(entry.name))
        .map((entry) => join(entry.parentPath, entry.name)),
    )
    expect(files.length).toBeGreaterThan(300)
    expect(files.filter((file) => KEYS.test(readFileSync(file, 'utf8')))).toEqual([])
  })
})
