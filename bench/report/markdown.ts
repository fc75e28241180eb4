import type { Finding } from '../finding.ts'
import { cells, HEADINGS } from './table.ts'
import type { Results } from './results.ts'

const METHOD = `## Method

- One run on one machine, everything on the loopback interface. Every round measures each target once, one after the other, in turning
  order; a figure is the ratio (or difference) within a round, and the table gives the median of the rounds with the smallest and largest.
- What is measured has one core for itself, the clients, the providers and the bench have the others: in production they are not in the caches of a
  gateway either. So it is where CPU is measured, but for the comparison of one process with several; for times and memory all have all cores.
  \`--shared-cores\` gives all of them to all, always, as does a machine of one core.
- Upstream: an nginx that answers from static files. It sends a stream of 200 events in one go, and a proxy may pass on dozens of them with one
  system call. Providers do not send like that, so streams are measured a second time against a Node server that sends 200 events 3 ms
  apart; there the load is what the upstream sends, and the CPU is divided by the events sent.
- Before a comparison under load each is called for 8 to 24 s, in several runs: a just-in-time compiler settles only
  when it has seen connections end under load, and headers in the few orders in which wrk sends them.
- *Time to first token*: the same Node server sends the first token at once and 20 events 10 ms apart; its own time inside is taken off
  exactly.
- CPU: user and system time of all processes and threads of the target, divided by completed requests or events; the load is wrk with 64
  connections; any failed request voids the run. 0.4 s after the load are included, so that records still queued are paid for.
- Latency and time to first token: a client process of our own in Node that sends by the clock, not waiting for answers.
- Growth: two Backstays side by side, one with 10 keys, models and deployments, one with 10,000 of each, under the same load in turn. Once
  all requests are for one of them; once they go through all of them, so that nothing is kept ready from the request before. Planning
  alone: the function that plans real requests, wired as in the gateway, in one process, CPU of that process per plan.
- Failover: the first deployment resets every connection, and counts them; the next one is the usual upstream. Measured after a warm-up that
  opens the breaker, against a model of the same shape whose both deployments are well. Probes of the breaker are included.
- Switch time is measured at the providers, two sets of plain sockets in one Node process: from just before the one writes its error answer (503)
  to the moment the first byte of the same request is read by the other, known by a mark in its body. Both write and read, Backstay in
  between and whatever else that process is doing count. Each answers after 20 to 60 ms at random; the load is wrk with 64
  connections, each with one request in flight. The breaker is set so that it never opens.
- Memory: resident memory of the process and its descendants; a fresh Backstay for each round. Idle: 2 s after its first answer. Streams:
  each sends one event per second and has a request of 10 kB; the most in 3 s after all are open. Over many requests (\`--requests\`): of
  10 kB, the most in the last tenth against the most in the tenth before the middle.
- Start: from the start of the process to a whole answer of the upstream through it, after one start that is not counted.
- Backstay runs as users start it, with two deployments per model, key check, limits, ledger, breakers, prices, records to SQLite and
  metrics on. Portkey runs with a two-target fallback in \`x-portkey-config\`, without key check and records. nginx is a plain reverse proxy
  with one worker and kept connections, buffering whole answers in memory and not buffering streams.`

/** The page that `--write` leaves behind. Goals that were missed stand there like the others. */
export function renderMarkdown(results: Results): string {
  const { machine, versions } = results
  const goals = results.findings.filter((finding) => finding.goal !== null)
  const others = results.findings.filter((finding) => finding.goal === null)
  const named = Object.entries(versions).map(([name, version]) => `${name} ${version}`)
  const parts = [
    '# What Backstay costs',
    `Written by \`npm run bench -- --write\`; measured ${results.at.slice(0, 10)}, ${results.rounds} rounds of ${results.seconds} s.`,
    `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GB, ${machine.kernel}, Node ${machine.node}; ` +
      `${named.join(', ')}. Load average before the run: ${machine.loadBefore.toFixed(1)}. ${divisionOf(results)}`,
    ...results.problems.map((problem) => `**${problem}**`),
    '## Goals',
    goals.length === 0 ? 'None was measured.' : markdownTable(goals),
    '## For information',
    markdownTable(others),
    METHOD,
  ]
  return `${parts.join('\n\n')}\n`
}

function divisionOf({ cores }: Results): string {
  return cores === null
    ? 'Everything ran on all cores.'
    : `Where CPU is measured, what is measured ran on processor ${cores.measured}, everything else on ${cores.others}.`
}

function markdownTable(findings: readonly Finding[]): string {
  const row = (texts: readonly string[]): string => `| ${texts.join(' | ')} |`
  return [
    row(HEADINGS),
    row(HEADINGS.map(() => '---')),
    ...findings.map((finding) => row(cells(finding))),
  ].join('\n')
}
