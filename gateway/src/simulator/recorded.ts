import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '../../..')
/** Answers of providers, recorded; `null` where they are not at hand. They lie beside the project, at either of two depths. */
export const RECORDED =
  [join(ROOT, '../shared/recorded'), join(ROOT, '../../shared/recorded')].find((path) => existsSync(path)) ??
  null

/** Name and text of the recorded files of some providers whose names end like this. */
export function recordedFiles(providers: readonly string[], ends: RegExp): [string, string][] {
  const folder = RECORDED
  if (folder === null) return []
  return providers.flatMap((provider) =>
    readdirSync(join(folder, provider))
      .filter((name) => ends.test(name))
      .map((name): [string, string] => [
        `${provider}/${name}`,
        readFileSync(join(folder, provider, name), 'utf8'),
      ]),
  )
}

/** Event payloads of a recorded stream, one a line. */
export function recordedPayloads(text: string): string[] {
  const lines = text.split(/\r?\n/).map((line) => line.replace(/^data: ?/, ''))
  return lines.filter((line) => line.startsWith('{'))
}
