import { parentPort } from 'node:worker_threads'
import type { Asked, Reply } from './asked-messages.ts'
import { storeErrorOf } from './store-error.ts'

/** The inside of an `AskedThread`: one question after the other, the statements are synchronous anyway. */
export function answerQuestions(place: string, answer: (ask: unknown) => Promise<unknown>): void {
  let last = Promise.resolve()
  parentPort?.on('message', ({ number, ask }: Asked<unknown>) => {
    last = last.then(async () => {
      parentPort?.postMessage(await replyTo(number, () => answer(ask), place))
    })
  })
}

async function replyTo(number: number, answer: () => Promise<unknown>, place: string): Promise<Reply> {
  try {
    return { number, kind: 'found', answer: await answer() }
  } catch (error) {
    const { message, conflict } = storeErrorOf(error, place)
    return { number, kind: 'failed', message, conflict }
  }
}
