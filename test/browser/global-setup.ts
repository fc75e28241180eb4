import { chromium } from 'playwright-core'
import type { TestProject } from 'vitest/node'
import { ConsoleBuild } from '../../gateway/src/console/console-build.ts'
import { CHROMIUM_ARGUMENTS, findChromium } from './find-chromium.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the one browser of all tests takes connections; `null`: this machine has none. */
    browser: string | null
  }
}

/** Builds the console and starts one browser, for all browser tests. */
export async function setup(project: TestProject): Promise<() => Promise<void> | void> {
  const executablePath = await findChromium()
  if (executablePath === null) {
    project.provide('browser', null)
    const told = 'Skipped: all tests that need a browser: chromium is not on the PATH.\n'
    return () => void process.stderr.write(told)
  }
  const state = await new ConsoleBuild().finished()
  if (state.kind === 'failed') throw new Error(`the console could not be built: ${state.problem}`)
  const server = await chromium.launchServer({
    executablePath,
    headless: true,
    args: [...CHROMIUM_ARGUMENTS],
  })
  project.provide('browser', server.wsEndpoint())
  return () => server.close()
}
