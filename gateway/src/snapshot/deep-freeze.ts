/** Makes a value and everything it holds unchangeable, maps and sets included. Functions are left as they are. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  if (value instanceof Map) {
    forbid(value, ['set', 'delete', 'clear'])
    for (const [key, item] of value) {
      deepFreeze(key)
      deepFreeze(item)
    }
  }
  if (value instanceof Set) {
    forbid(value, ['add', 'delete', 'clear'])
    for (const item of value) deepFreeze(item)
  }
  Object.freeze(value)
  for (const item of Object.values(value)) deepFreeze(item)
  return value
}

/** `Object.freeze` does not reach what maps and sets hold. */
function forbid(collection: object, methods: readonly string[]): void {
  for (const name of methods) {
    Object.defineProperty(collection, name, {
      value: () => {
        throw new TypeError(`a configuration cannot be changed (${name})`)
      },
    })
  }
}
