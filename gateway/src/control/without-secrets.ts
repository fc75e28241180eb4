const SECRET_NAME =
  /^(?:api_?key|key|secret|client_?secret|password|token|authorization|x-api-key|x-goog-api-key)$/iu

/** What stands for a secret that was left out. */
const LEFT_OUT = '***'

/** The same value with every text that goes by the name of a secret left out, however it got there. */
export function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      typeof member === 'string' && SECRET_NAME.test(name) ? LEFT_OUT : withoutSecrets(member),
    ]),
  )
}
