import { runCommand } from './program.ts'

/** By the names of Debian's packages, and of the programs themselves. */
const PROGRAMS = { 'nginx': 'nginx', 'wrk': 'wrk', 'util-linux': 'taskset' }

/** Makes sure that the programs are there: installs Debian's as root, else says what to do. */
export async function requirePrograms(): Promise<void> {
  if (process.platform !== 'linux')
    throw new Error('The benchmark reads CPU times from /proc: it needs Linux.')
  const missing = await missingPrograms()
  if (missing.length === 0) return
  const isRoot = process.getuid?.() === 0
  if (!isRoot || !(await exists('apt-get'))) {
    throw new Error(
      `The benchmark needs ${missing.join(' and ')}. On Debian: sudo apt-get install ${missing.join(' ')}`,
    )
  }
  console.log(`Installing ${missing.join(' and ')} ...`)
  // At this run level the package does not start its service.
  const settings = ['DEBIAN_FRONTEND=noninteractive', 'RUNLEVEL=1']
  await runCommand('apt-get', ['update'])
  await runCommand('env', [...settings, 'apt-get', 'install', '-y', '--no-install-recommends', ...missing])
}

async function missingPrograms(): Promise<string[]> {
  const found = await Promise.all(Object.values(PROGRAMS).map(exists))
  return Object.keys(PROGRAMS).filter((_, index) => found[index] !== true)
}

async function exists(program: string): Promise<boolean> {
  try {
    await runCommand('bash', ['-c', `command -v ${program}`])
    return true
  } catch {
    return false
  }
}
