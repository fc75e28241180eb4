import { createHash, randomBytes } from 'node:crypto'
import { masked } from '@backstay/contract/admin'

const SECRET_BYTES = 30

/** The secret of a key, and what is kept of it. */
export interface KeySecret {
  /** Shown once. */
  readonly key: string
  readonly key_sha256: string
  readonly hint: string
}

export function newKeySecret(): KeySecret {
  const key = `bs-${randomBytes(SECRET_BYTES).toString('base64url')}`
  return { key, key_sha256: createHash('sha256').update(key).digest('hex'), hint: masked(key) }
}
