import { describe, expect, it } from 'vitest'
import { Turns } from './turns.ts'

describe('turns', () => {
  it('come in the order in which they were asked for', async () => {
    const turns = new Turns(60_000)
    const order: number[] = []
    await turns.take()
    const others = [1, 2, 3].map(async (n) => {
      await turns.take()
      order.push(n)
      turns.pass()
    })
    order.push(0)
    turns.pass()
    await Promise.all(others)
    expect(order).toEqual([0, 1, 2, 3])
    await turns.take()
  })

  it('are not waited for longer than the limit, and are nobody else’s loss', async () => {
    const turns = new Turns(1)
    await turns.take()
    await expect(turns.take()).rejects.toThrow('busy for too long')
    turns.pass()
    await turns.take()
  })
})
