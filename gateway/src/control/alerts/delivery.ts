/** Posts once; what went wrong, or `null`. */
export type Post = (target: Target, message: Message) => Promise<string | null>

export interface Target {
  readonly url: string
  readonly secret: string
}

export interface Message {
  /** The same at every try, so that receivers can tell that they have it. */
  readonly id: string
  readonly body: string
}
