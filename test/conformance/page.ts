import { GROUPS } from './behavior.ts'
import type { Result } from './run.ts'

export interface Measured {
  readonly name: string
  readonly version: string
  readonly results: readonly Result[]
}

const VERDICTS = ['holds', 'fails', 'cannot be configured'] as const
const BEGIN = '<!-- conformance -->'
const END = '<!-- /conformance -->'

const METHOD = `Written by \`npm run conformance -- --write\`. The suite ([test/conformance](../test/conformance)) knows HTTP only: it sends requests to a gateway,
plays the providers behind it, and looks at what the client and the providers get. What is wanted is said once, in nobody's words; an
adapter per gateway puts it into that gateway's settings, as its documentation says. Where the documentation has no setting for it, the
behavior *cannot be configured*: that is no failure. The behaviors were chosen by the makers of one of the gateways, from what the
documents of all of them promise; whoever misses one may add it to \`test/conformance/behaviors\`. Portkey is its open gateway from
npm; its hosted service has more settings. Who chooses at random may hit an exact share by luck.`

/** The whole table. */
export function renderPage(measured: readonly Measured[]): string {
  const names = measured.map(({ name, version }) => `${name} ${version}`)
  const head = (first: string): string[] => [
    `| ${[first, ...names].join(' | ')} |`,
    `|${'---|'.repeat(names.length + 1)}`,
  ]
  const [first] = measured
  const sections = GROUPS.flatMap((group) => {
    const rows = (first?.results ?? [])
      .filter(({ behavior }) => behavior.group === group)
      .map(({ behavior }) => {
        const cells = measured.map(({ results }) => cell(results.find((one) => one.behavior === behavior)))
        return `| ${[behavior.name, ...cells].join(' | ')} |`
      })
    return [
      `## ${group}`,
      [...head('what is sent, what the places do, what the client must see'), ...rows].join('\n'),
    ]
  })
  return `${['# What a gateway is held to', METHOD, summaryRows(measured).join('\n'), ...sections].join('\n\n')}\n`
}

function cell(result: Result | undefined): string {
  if (result === undefined) return ''
  const { verdict, why } = result
  return why === '' ? verdict : `${verdict}: ${why.replaceAll('|', '\\|').replaceAll('<', '&lt;')}`
}

/** A few lines for the README. */
export function summaryRows(measured: readonly Measured[]): string[] {
  const count = (results: readonly Result[], verdict: string): number =>
    results.filter((result) => result.verdict === verdict).length
  return [
    `| of ${measured[0]?.results.length ?? 0} behaviors | ${VERDICTS.join(' | ')} |`,
    '|---|---|---|---|',
    ...measured.map(
      ({ name, version, results }) =>
        `| ${name} ${version} | ${VERDICTS.map((verdict) => count(results, verdict)).join(' | ')} |`,
    ),
  ]
}

/** Puts the summary between its marks. */
export function withSummary(readme: string, measured: readonly Measured[]): string {
  const [before, rest = ''] = readme.split(BEGIN)
  const after = rest.split(END)[1]
  if (before === undefined || after === undefined) throw new Error(`the README has no ${BEGIN} … ${END}`)
  return `${before}${BEGIN}\n${summaryRows(measured).join('\n')}\n${END}${after}`
}
