import type { Script } from '#simulator/script'
import type { ReceivedRequest } from '#simulator/request-log'
import { startSimulator } from '#simulator/simulator'
import type { Answer } from './answer.ts'
import { send } from './answer.ts'
import type { Account, Evidence, Gateway } from './gateway.ts'
import type { Question, Stage, Wanted } from './wanted.ts'

/** One gateway as wanted, the places behind it, and a client in front of it. */
export interface World extends AsyncDisposable {
  ask(question?: Question): Promise<Answer>
  /** So many, one after the other or so many at a time. */
  askMany(count: number, question?: Question, parallel?: number): Promise<readonly Answer[]>
  script(place: string): Script
  /** Requests that a place got. */
  hits(place: string): number
  got(place: string): readonly ReceivedRequest[]
  until(place: string, condition: (requests: readonly ReceivedRequest[]) => boolean): Promise<void>
  evidence(answer: Answer): Evidence
  recordOf(answer: Answer): Promise<Account>
  metrics(): Promise<string>
}

/** What places tell the gateway to be let in; nobody else may ever see it. */
export const UPSTREAM_KEY = 'upstream-secret-0123456789'

export async function startWorld(gateway: Gateway, wanted: Wanted): Promise<World> {
  const stages = await Promise.all(
    wanted.places.map(async (place): Promise<Stage> => {
      const simulator = await startSimulator({ keepRequests: 2_000 })
      if (place.dead === true) await simulator.close()
      simulator.script.always({ text: `Hello from ${place.name}.` })
      return { place, url: simulator.url, simulator }
    }),
  )
  const close = async (): Promise<void> => {
    await Promise.all(
      stages.filter(({ place }) => place.dead !== true).map(({ simulator }) => simulator.close()),
    )
  }
  const arranged = await gateway.arrange(wanted, stages).catch(async (error: unknown) => {
    await close()
    throw error
  })
  const at = (name: string): Stage => {
    const stage = stages.find(({ place }) => place.name === name)
    if (stage === undefined) throw new Error(`there is no place ${name}`)
    return stage
  }
  const ask = async (question: Question = {}): Promise<Answer> =>
    send(arranged.url, arranged.request(question), question)
  return {
    ask,
    askMany: async (count, question, parallel = 1) => {
      const answers: Answer[] = []
      let left = count
      const worker = async (): Promise<void> => {
        while (left-- > 0) answers.push(await ask(question))
      }
      await Promise.all(Array.from({ length: parallel }, worker))
      return answers
    },
    script: (place) => at(place).simulator.script,
    hits: (place) => at(place).simulator.counts().requests,
    got: (place) => at(place).simulator.requests,
    until: (place, condition) => at(place).simulator.until(condition),
    evidence: (answer) => arranged.evidence(answer),
    recordOf: (answer) => arranged.recordOf(answer),
    metrics: () => arranged.metrics(),
    [Symbol.asyncDispose]: async () => {
      await arranged.close()
      await close()
    },
  }
}
