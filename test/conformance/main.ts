import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { stopAll } from '../../bench/program.ts'
import { GATEWAYS } from './gateways/index.ts'
import type { Measured } from './page.ts'
import { renderPage, summaryRows, withSummary } from './page.ts'
import { runConformance } from './run.ts'

const USAGE = 'npm run conformance -- [--gateway backstay,portkey] [--write]'
const MARKS = { 'holds': '✓', 'fails': '✗', 'cannot be configured': '–' }
const ROOT = join(import.meta.dirname, '../..')

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      gateway: { type: 'string', default: Object.keys(GATEWAYS).join(',') },
      write: { type: 'boolean', default: false },
    },
  })
  const measured: Measured[] = []
  for (const name of values.gateway.split(',')) {
    if (!Object.hasOwn(GATEWAYS, name)) {
      console.error(`--gateway: there is no "${name}"\n${USAGE}`)
      return 2
    }
    const gateway = await GATEWAYS[name as keyof typeof GATEWAYS]()
    console.log(`\n${gateway.name} ${gateway.version}`)
    const results = await runConformance(gateway, ({ behavior, verdict, why }) => {
      console.log(`${MARKS[verdict]} ${behavior.group}: ${behavior.name}${why === '' ? '' : `\n    ${why}`}`)
    })
    await gateway.close()
    measured.push({ name: gateway.name, version: gateway.version, results })
  }
  console.log(`\n${summaryRows(measured).join('\n')}`)
  if (values.write) {
    await writeFile(join(ROOT, 'docs/conformance.md'), renderPage(measured))
    const readme = join(ROOT, 'README.md')
    await writeFile(readme, withSummary(await readFile(readme, 'utf8'), measured))
  }
  return 0
}

const code = await main()
await stopAll()
// Providers of behaviors that did not come to an end are still there.
process.exit(code)
