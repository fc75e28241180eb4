import type { Notice, SharedListener, SharedState } from '#domain/shared-state'
import { RedisState } from '#shared-state/redis-state'
import { SharedCenter } from '#shared-state/shared-center'
import { answerFor, WorkerState } from '#shared-state/worker-state'
import { systemClock } from '#system-clock'
import { poll } from '../e2e/poll.ts'
import type { OwnRedis } from './start-redis.ts'

/** One of several processes that share their state, played in this one. */
export interface Member {
  readonly state: SharedState
  readonly heard: readonly Notice[]
}

/** A way to share state, with as many members as are wanted. */
export interface Sharing extends AsyncDisposable {
  join(listener?: Partial<SharedListener>): Promise<Member>
}

/** In the memory of one process; everything goes through the same copies as between processes. */
export function shareByWorkers(): Promise<Sharing> {
  const center = new SharedCenter(systemClock)
  let members = 0
  const join: Sharing['join'] = (more = {}) => {
    const heard: Notice[] = []
    const listener = listening(heard, more)
    const answer = answerFor(center, `member-${members++}`, (reply) => {
      const copy = structuredClone(reply)
      setImmediate(() => state.receive(copy))
    })
    const state = new WorkerState({
      clock: systemClock,
      onHeard: (notice) => listener.heard(notice),
      send: (call) => {
        const copy = structuredClone(call)
        setImmediate(() => answer(copy))
      },
    })
    listener.connected()
    return Promise.resolve({ state, heard })
  }
  return Promise.resolve({ join, [Symbol.asyncDispose]: () => Promise.resolve() })
}

/** In a Redis server of its own. */
export async function shareByRedis(startRedis: () => Promise<OwnRedis>): Promise<Sharing> {
  const redis = await startRedis()
  const states: SharedState[] = []
  const join: Sharing['join'] = async (more = {}) => {
    const heard: Notice[] = []
    const state = new RedisState({ url: redis.url, clock: systemClock, listener: listening(heard, more) })
    states.push(state)
    await poll(() => (state.standing.connected ? true : undefined))
    return { state, heard }
  }
  return {
    join,
    [Symbol.asyncDispose]: async () => {
      await Promise.all(states.map((state) => state.close()))
      await redis[Symbol.asyncDispose]()
    },
  }
}

function listening(heard: Notice[], more: Partial<SharedListener>): SharedListener {
  return {
    heard: (notice) => {
      heard.push(notice)
      more.heard?.(notice)
    },
    connected: () => more.connected?.(),
    lost: (why) => more.lost?.(why),
  }
}
