/** What the admin API refused, in its own words. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  /** Path of the member, parameter or header that is meant. */
  readonly param: string | null

  constructor(
    status: number,
    { message, code, param }: { message: string; code: string; param: string | null },
  ) {
    super(message)
    this.status = status
    this.code = code
    this.param = param
  }

  /** From the body of an answer, whatever it is. */
  static of(status: number, body: unknown): ApiError {
    const error = isObject(body) && isObject(body['error']) ? body['error'] : {}
    const { message, code, param } = error
    return new ApiError(status, {
      message: typeof message === 'string' ? message : `The gateway answered ${status}.`,
      code: typeof code === 'string' ? code : 'unknown',
      param: typeof param === 'string' ? param : null,
    })
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
