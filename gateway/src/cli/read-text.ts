import { readFileSync } from 'node:fs'
import { fileTrouble } from '#snapshot/file-trouble'

/** What a file holds that an option names. @throws Error - why it cannot be read. */
export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new Error(`${path} cannot be read: ${fileTrouble(cause)}.`, { cause })
  }
}
