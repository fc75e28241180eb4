/** One part of a `multipart/form-data` body, as ranges of its bytes. */
export interface FormPart {
  readonly name: string
  /** It is a file, whatever its name. */
  readonly file: boolean
  /** From its delimiter to that of the next part: cut out, nothing of it is left. */
  readonly start: number
  readonly end: number
  readonly valueStart: number
  readonly valueEnd: number
}

/** Where the parts of a `multipart/form-data` body are. */
export interface FormBody {
  /** As the client named it, with the boundary: sent on with the bytes. */
  readonly contentType: string
  readonly boundary: string
  readonly parts: readonly FormPart[]
  /** Where the last delimiter begins: further parts go before it. */
  readonly close: number
}
