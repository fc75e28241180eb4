import { once } from 'node:events'
import { createServer } from 'node:http'
import type { ListenOptions } from 'node:net'
import { describe, expect, it } from 'vitest'
import { listenTrouble } from './listen-trouble.ts'

async function troubleWith(options: ListenOptions): Promise<string | undefined> {
  const server = createServer().listen(options)
  try {
    await once(server, 'listening')
    return undefined
  } catch (error) {
    return listenTrouble(error)?.message
  } finally {
    server.close()
  }
}

describe('a place that cannot be listened at', () => {
  it('is said to be in use', async () => {
    const other = createServer().listen({ host: '127.0.0.1', port: 0 })
    await once(other, 'listening')
    const { port } = other.address() as { port: number }
    expect(await troubleWith({ host: '127.0.0.1', port })).toContain(`Port ${port} is in use.`)
    other.close()
  })

  it('is said not to be an address of this machine', async () => {
    // Kept for documentation: no machine has it.
    expect(await troubleWith({ host: '192.0.2.7', port: 0 })).toContain('no address 192.0.2.7')
  })

  it('is told from other errors', () => {
    expect(listenTrouble(new Error('no code'))).toBeNull()
    expect(listenTrouble(Object.assign(new Error('x'), { code: 'EMFILE' }))).toBeNull()
    const unknown = Object.assign(new Error('x'), { code: 'ENOTFOUND', hostname: 'nowhere.invalid' })
    expect(listenTrouble(unknown)?.message).toContain('no host nowhere.invalid')
    const forbidden = Object.assign(new Error('x'), { code: 'EACCES', port: 80 })
    expect(listenTrouble(forbidden)?.message).toContain('above 1023')
  })
})
