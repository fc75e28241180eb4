import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { KeptProcess } from './kept-process.ts'
import { testPostgres } from './test-postgres.ts'
import { testRedis } from './test-redis.ts'

const postgres = await testPostgres()
const redis = await testRedis()

describe.skipIf(postgres === null)('a PostgreSQL for tests', () => {
  it('gives every test a database of its own', async () => {
    const [one, two] = await Promise.all([postgres?.database(), postgres?.database()])
    const clients = [one, two].map((database) => new pg.Client({ connectionString: database?.url ?? '' }))
    for (const client of clients) {
      await client.connect()
      await client.query('create table t (n integer)')
      await client.end()
    }
    await Promise.all([one?.drop(), two?.drop()])
    await expect(new pg.Client({ connectionString: one?.url ?? '' }).connect()).rejects.toThrow(
      'does not exist',
    )
  })
})

describe.skipIf(redis?.kind !== 'own')('a Redis for tests', () => {
  it('is stopped and started again on the same port', async () => {
    if (redis?.kind !== 'own') return
    const server = await redis.start()
    const answers = async (): Promise<boolean> => {
      const socket = connect(server.port, '127.0.0.1')
      return once(socket, 'connect').then(
        () => socket.destroy() !== null,
        () => false,
      )
    }
    expect(await answers()).toBe(true)
    await server.stop()
    expect(await answers()).toBe(false)
    await server.start()
    expect(await answers()).toBe(true)
    await server.close()
  })
})

describe('a process of the tests', () => {
  it('ends when it is told to, and tells what it printed', async () => {
    const cwd = await mkdtemp(`${tmpdir()}/kept-`)
    const kept = new KeptProcess({
      program: 'sh',
      args: ['-c', 'echo there; exec sleep 600'],
      cwd,
      user: null,
      signal: 'TERM',
    })
    await expect.poll(() => kept.output).toBe('there\n')
    expect(kept.running).toBe(true)
    await kept.stop()
    expect(kept.running).toBe(false)
    await rm(cwd, { recursive: true })
  })
})
