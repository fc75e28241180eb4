import { setImmediate as turnEnds } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { EndOfTurn } from './end-of-turn.ts'

describe('what is left for the end of the turn', () => {
  it('is done then, in order, and not before', async () => {
    const done: number[] = []
    const end = new EndOfTurn<number>((item) => done.push(item))
    end.add(1)
    await Promise.resolve()
    end.add(2)
    expect(done).toEqual([])
    await turnEnds()
    expect(done).toEqual([1, 2])
  })

  it('comes before what promises of it lead to', async () => {
    const done: string[] = []
    const end = new EndOfTurn<(told: null) => void>((resolve) => {
      done.push('item')
      resolve(null)
    })
    const told = async (): Promise<void> => {
      await new Promise((resolve) => end.add(resolve))
      done.push('promise')
    }
    await Promise.all([told(), told()])
    expect(done).toEqual(['item', 'item', 'promise', 'promise'])
  })

  it('is done once, also where it is asked for earlier or grows while it is done', async () => {
    const done: number[] = []
    const end: EndOfTurn<number> = new EndOfTurn((item) => {
      done.push(item)
      if (item < 3) end.add(item + 1)
    })
    end.add(1)
    end.flush()
    expect(done).toEqual([1])
    await turnEnds()
    await turnEnds()
    await turnEnds()
    expect(done).toEqual([1, 2, 3])
  })
})
