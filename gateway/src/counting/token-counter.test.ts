import { afterEach, describe, expect, it } from 'vitest'
import { TokenCounter } from './token-counter.ts'

let counter = new TokenCounter()
afterEach(async () => {
  await counter.close()
  counter = new TokenCounter()
})

const chat = (content: string): Uint8Array =>
  new TextEncoder().encode(JSON.stringify({ model: 'm', messages: [{ role: 'user', content }] }))

/** Machines may be so busy that the thread is not there in time: then the next one finds it. */
async function counted(body: Uint8Array): Promise<number> {
  for (let tries = 0; tries < 30; tries++) {
    const tokens = await counter.count('openai-chat', body)
    if (tokens !== null) return tokens
  }
  throw new Error('it was never counted')
}

describe('the counter', () => {
  it('counts as the tokenizer does, on a thread that is started by the first question', async () => {
    expect(counter.loaded).toBe(false)
    // Nine tokens, and four for the message.
    expect(await counted(chat('Hello <|endoftext|> world'))).toBe(13)
    expect(counter.loaded).toBe(true)
    const [first, second] = [counted(chat('one')), counted(chat('one two three'))]
    expect(await Promise.all([first, second])).toEqual([5, 7])
  })

  it('leaves the body as it was, though it lies in memory that others use', async () => {
    const pool = Buffer.from(`other${Buffer.from(chat('one')).toString()}other`)
    const body = pool.subarray(5, pool.length - 5)
    expect(await counted(body)).toBe(5)
    expect(pool.toString().startsWith('other{"model"')).toBe(true)
  })

  it('does not count what is no request, or too long, and nothing once it is closed', async () => {
    expect(await counter.count('openai-chat', new Uint8Array(9 * 1024 * 1024))).toBeNull()
    expect(counter.loaded).toBe(false)
    await counted(chat('one'))
    expect(await counter.count('openai-chat', new TextEncoder().encode('[]'))).toBeNull()
    await counter.close()
    expect(await counter.count('openai-chat', chat('one'))).toBeNull()
    expect(counter.loaded).toBe(false)
  })

  it('takes no more than so many at once', async () => {
    const many = Array.from({ length: 40 }, () => counter.count('openai-chat', chat('one')))
    expect(await many.at(-1)).toBeNull()
    await Promise.all(many)
  })
})
