import { once } from 'node:events'
import type { Server } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestProject } from 'vitest/node'
import { findProgram, POSTGRES, REDIS } from './find-program.ts'
import type { ServiceName, TestService } from './test-service.ts'
import type { PostgresServer } from './start-postgres.ts'
import { startPostgres } from './start-postgres.ts'

let users = 0
let server: Server | null = null
let postgres: Promise<PostgresServer> | null = null
const services = new Map<ServiceName, Promise<TestService>>()

/** Services are looked for, installed and started when the first test asks for one, once for all of them. */
export async function setup(project: TestProject): Promise<void> {
  users++
  server ??= createServer((request, response) => {
    serviceOf(request.url === '/postgres' ? 'postgres' : 'redis').then(
      (service) => response.end(JSON.stringify(service)),
      (error: unknown) => response.end(JSON.stringify({ kind: 'missing', reason: String(error) })),
    )
  }).listen(0, '127.0.0.1')
  if (!server.listening) await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  project.provide('services', `http://127.0.0.1:${port}`)
}

export async function teardown(): Promise<void> {
  users--
  if (users > 0) return
  server?.close()
  server?.closeAllConnections()
  for (const [name, found] of services) {
    const service = await found.catch(
      (error: unknown) => ({ kind: 'missing', reason: String(error) }) as const,
    )
    if (service.kind === 'missing') {
      process.stderr.write(`Skipped: all tests that need ${name}: ${service.reason}.\n`)
    }
  }
  await postgres?.then((running) => running.close()).catch(() => undefined)
}

function serviceOf(name: ServiceName): Promise<TestService> {
  const known = services.get(name)
  if (known !== undefined) return known
  const found = name === 'postgres' ? findPostgres() : findRedis()
  services.set(name, found)
  return found
}

async function findPostgres(): Promise<TestService> {
  const url = process.env['DATABASE_URL'] ?? ''
  if (url !== '') return { kind: 'server', url, program: null }
  const found = await findProgram(POSTGRES)
  if (found.kind === 'missing') return found
  postgres = startPostgres(found.path)
  return { kind: 'server', url: (await postgres).url, program: found.path }
}

/** Redis starts at once and has no databases that are apart: whoever needs one starts one of their own. */
async function findRedis(): Promise<TestService> {
  const url = process.env['REDIS_URL'] ?? ''
  if (url !== '') return { kind: 'server', url, program: null }
  const found = await findProgram(REDIS)
  return found.kind === 'missing' ? found : { kind: 'program', program: found.path }
}
