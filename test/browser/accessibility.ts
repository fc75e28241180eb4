import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

const script = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
let source: Promise<string> | null = null

/** Rules of what another scheme does not change but by its colors. */
const COLORS = `{ type: 'rule', values: ['color-contrast', 'link-in-text-block'] }`
const EVERYTHING = `['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']`

/** What keeps somebody from using a page: serious and critical violations, one line each. */
export async function violationsOf(
  page: Page,
  looked: 'everything' | 'colors' = 'everything',
): Promise<readonly string[]> {
  source ??= readFile(script, 'utf8')
  await page.evaluate(await source)
  const { violations } = await page.evaluate<AxeResults>(
    `axe.run(document, { resultTypes: ['violations'], runOnly: ${looked === 'colors' ? COLORS : EVERYTHING} })`,
  )
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) =>
      nodes.map(
        ({ target, failureSummary }) => `${id}: ${help}: ${target.join(' ')}: ${failureSummary ?? ''}`,
      ),
    )
}
