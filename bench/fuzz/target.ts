import type fc from 'fast-check'

/** A part of the gateway that takes bytes from outside, and what has to hold of it whatever they are. */
export interface Target<Input = unknown> {
  readonly name: string
  /** Of a hundred inputs, so many. */
  readonly share: number
  /** Plain data, so that a case can be kept in a file. */
  readonly inputs: fc.Arbitrary<Input>
  /** Throws where something does not hold. */
  check(input: Input): void
}

/** Keeps the type of inputs inside. */
export function target<Input>(one: Target<Input>): Target {
  return { ...one, check: (input) => one.check(input as Input) }
}
