import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'
import { StoreError } from './store-error.ts'

const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16
const ID_LENGTH = 16
/** A key of fewer characters could be guessed. */
const SHORTEST = 32

/** A secret as it is stored. */
export interface SealedSecret {
  readonly sealed: string
  readonly sealed_under: string
}

interface MasterKey {
  /** Tells which key it was, and nothing about it. */
  readonly id: string
  readonly bytes: Buffer
}

/**
 * Encrypts secrets (AES-256-GCM) under the first of some master keys, and decrypts what any of them sealed. The id of a
 * secret is bound to it: what is sealed for one row opens in no other.
 */
export class SecretBox {
  readonly #keys: readonly MasterKey[]

  /** @throws StoreError - when a master key is too short. */
  constructor(masterKeys: readonly string[]) {
    this.#keys = masterKeys.map(keyOf)
  }

  seal(id: string, secret: string): SealedSecret {
    const [key] = this.#keys
    if (key === undefined) throw new StoreError('There is no master key to encrypt secrets under.')
    const nonce = randomBytes(NONCE_BYTES)
    const cipher = createCipheriv('aes-256-gcm', key.bytes, nonce).setAAD(Buffer.from(id))
    const sealed = Buffer.concat([nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()])
    return { sealed: sealed.toString('base64'), sealed_under: key.id }
  }

  /** Is it sealed under the key that seals now. */
  isCurrent({ sealed_under: under }: Pick<SealedSecret, 'sealed_under'>): boolean {
    return this.#keys[0]?.id === under
  }

  /** @throws StoreError - when it was sealed under another key, or was changed. */
  open(id: string, { sealed, sealed_under: under }: SealedSecret): string {
    const key = this.#keys.find((one) => one.id === under)
    if (key === undefined) {
      throw new StoreError(
        'Secrets in the store are encrypted under another master key; set BACKSTAY_MASTER_KEY or BACKSTAY_MASTER_KEY_FILE to that one.',
      )
    }
    const bytes = Buffer.from(sealed, 'base64')
    const nonce = bytes.subarray(0, NONCE_BYTES)
    const tag = bytes.subarray(-TAG_BYTES)
    try {
      const decipher = createDecipheriv('aes-256-gcm', key.bytes, nonce)
        .setAAD(Buffer.from(id))
        .setAuthTag(tag)
      const text = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES))
      return Buffer.concat([text, decipher.final()]).toString('utf8')
    } catch (cause) {
      throw new StoreError('A secret in the store was changed or damaged; set it again.', { cause })
    }
  }
}

function keyOf(text: string): MasterKey {
  if (text.length < SHORTEST) {
    throw new StoreError(
      `The master key must have at least ${SHORTEST} characters, such as from "openssl rand -base64 32".`,
    )
  }
  const bytes = Buffer.from(hkdfSync('sha256', text, 'backstay', 'secrets at rest', KEY_BYTES))
  const id = createHash('sha256').update('id').update(bytes).digest('hex').slice(0, ID_LENGTH)
  return { id, bytes }
}
