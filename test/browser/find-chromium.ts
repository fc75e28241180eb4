import { execFile } from 'node:child_process'
import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
/** Without a screen, and without what asks the network by itself. */
export const CHROMIUM_ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
] as const
const run = promisify(execFile)

/**
 * Where Chromium is. Installs Debian's package where there is none and this may be done; `null`: there is none.
 *
 * @throws Error - with `CI=true`, where a missing program is a failure.
 */
export async function findChromium(): Promise<string | null> {
  const found = (await onPath()) ?? ((await installed()) ? await onPath() : null)
  if (found === null && process.env['CI'] === 'true') {
    throw new Error('The browser tests need chromium on the PATH, and it could not be installed.')
  }
  return found
}

async function onPath(): Promise<string | null> {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  for (const path of NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))) {
    if (await isProgram(path)) return path
  }
  return null
}

async function installed(): Promise<boolean> {
  if (process.getuid?.() !== 0 || !(await isProgram('/usr/bin/apt-get'))) return false
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  try {
    await run('apt-get', ['update', '-q'], { env })
    await run('apt-get', ['install', '-q', '-y', '--no-install-recommends', 'chromium'], { env })
    return true
  } catch (error) {
    process.stderr.write(`chromium could not be installed: ${String(error)}\n`)
    return false
  }
}

async function isProgram(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  )
}
