import { randomBytes, randomUUID } from 'node:crypto'
import {
  closeSync,
  existsSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { StoreError } from './store-error.ts'
import { storeLocation } from './store-location.ts'

const OWN_BYTES = 32
const ONLY_OWNER = 0o600

type Environment = Readonly<Record<string, string | undefined>>

/** Where the master key is kept. */
export interface MasterKeys {
  /** The first one seals; the others open what they sealed. */
  readonly keys: readonly string[]
  /** The file that this gateway made for itself; `null`: the key was given. */
  readonly ownFile: string | null
}

/**
 * The key that secrets of the store are encrypted under: `BACKSTAY_MASTER_KEY`, the file that
 * `BACKSTAY_MASTER_KEY_FILE` names, or one beside a SQLite store, made when there is none. The values of
 * `BACKSTAY_MASTER_KEY_PREVIOUS` open older secrets.
 *
 * @throws StoreError
 */
export function masterKeys(storeUrl: string, env: Environment): MasterKeys {
  const previous = env['BACKSTAY_MASTER_KEY_PREVIOUS']
  const older = previous === undefined || previous === '' ? [] : [previous]
  const given = env['BACKSTAY_MASTER_KEY'] || contentsOf(env['BACKSTAY_MASTER_KEY_FILE'])
  if (given !== null) return { keys: [...linesOf(given), ...older], ownFile: null }
  const location = storeLocation(storeUrl)
  if (location.kind !== 'sqlite') {
    throw new StoreError(
      'With PostgreSQL the master key must be given: set BACKSTAY_MASTER_KEY, or BACKSTAY_MASTER_KEY_FILE to a file with it, such as from "openssl rand -base64 32".',
    )
  }
  const ownFile = `${location.path}.key`
  return { keys: [...linesOf(madeOrRead(ownFile)), ...older], ownFile }
}

/** Lines of the own file after a rotation: its key, and the one before for those who are about to write. */
const KEPT = 2

/**
 * Makes another key and puts it first in the file that the gateway made. The keys that were there stay behind it until
 * `reseal` is through with all of them; afterwards one of them does.
 *
 * @throws StoreError - while somebody else does the same.
 */
export async function putKeyFirst<Result>(
  file: string,
  reseal: (keys: readonly string[]) => Promise<Result>,
): Promise<Result> {
  const lock = `${file}.lock`
  const held = lockedBy(lock)
  try {
    const keys = [newMasterKey(), ...linesOf(readFileSync(file, 'utf8'))]
    replaceKeys(file, keys)
    const result = await reseal(keys)
    replaceKeys(file, keys.slice(0, KEPT))
    return result
  } finally {
    closeSync(held)
    rmSync(lock, { force: true })
  }
}

function lockedBy(lock: string): number {
  try {
    return openSync(lock, 'wx', ONLY_OWNER)
  } catch (cause) {
    const message = `The master key cannot be changed: ${lock} is there, so that somebody else does so, or cannot be written. If nobody does, remove it.`
    throw new StoreError(message, { cause })
  }
}

/** In one step: who reads meanwhile finds the file as it was, or as it is. */
function replaceKeys(file: string, keys: readonly string[]): void {
  const next = `${file}.${randomUUID()}`
  writeFileSync(next, keys.map((key) => `${key}\n`).join(''), { mode: ONLY_OWNER, flag: 'wx' })
  renameSync(next, file)
}

/** A key that nobody can guess. */
function newMasterKey(): string {
  return randomBytes(OWN_BYTES).toString('base64')
}

function contentsOf(file: string | undefined): string | null {
  if (file === undefined || file === '') return null
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new StoreError(`The master key cannot be read from ${file}; check the path and its rights.`, {
      cause,
    })
  }
}

/** Of gateways that start at the same time one makes it, and the others read that: it appears whole. */
function madeOrRead(file: string): string {
  const own = `${file}.${randomUUID()}`
  try {
    if (!existsSync(file)) {
      writeFileSync(own, `${newMasterKey()}\n`, { mode: ONLY_OWNER, flag: 'wx' })
      linkSync(own, file)
    }
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) {
      const message = `The master key cannot be written to ${file}; make its directory writable, or set BACKSTAY_MASTER_KEY.`
      throw new StoreError(message, { cause })
    }
  } finally {
    rmSync(own, { force: true })
  }
  return readFileSync(file, 'utf8')
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => line.trim() || [])
}
