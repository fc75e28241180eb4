import type { AnswerHead, Serving } from '#domain/attempt'
import type { ClientSide } from '#domain/exchange'
import type { Failure } from '#domain/failure'

/** A client that writes down what it is told, in order. */
export class CountingSink implements ClientSide {
  readonly events: string[] = []
  readonly breaks: Failure[] = []
  #gone: () => void = () => undefined

  addHeaders(): void {}

  commit(_head: AnswerHead, serving: Serving): void {
    this.events.push(`commit ${serving.deployment.label}`)
  }

  write(): boolean {
    this.events.push('bytes')
    return true
  }

  whole(_head: AnswerHead, serving: Serving): void {
    this.events.push(`whole ${serving.deployment.label}`)
  }

  end(): void {
    this.events.push('end')
  }

  breakOff(failure: Failure): void {
    this.breaks.push(failure)
    this.events.push('break')
  }

  onDrain(): void {}

  onHangup(gone: () => void): void {
    this.#gone = gone
  }

  flush(): void {
    this.events.push('flush')
  }

  hangUp(): void {
    this.#gone()
  }
}
