import type { LoggedEvent } from '#api/answer'
import { count, duration, percent, usd } from '#format/figures'

type Kind = LoggedEvent['kind']

const kinds: Readonly<Record<Kind, string>> = {
  'breaker-opened': 'Breaker opened',
  'breaker-half-opened': 'Breaker half-open',
  'breaker-closed': 'Breaker closed',
  'credential-restored': 'Credential restored',
  'deployment-cooling': 'Cooling down',
  'credential-benched': 'Credential benched',
  'deployment-drained': 'Drained',
  'deployment-forced-open': 'Forced open',
  'deployment-released': 'Released',
  'deployment-reset': 'Reset',
  'request-moved': 'Fallback',
  'budget-threshold': 'Budget threshold',
  'config-loaded': 'Configuration loaded',
  'config-refused': 'Configuration refused',
  'store-failing': 'Store failing',
  'store-recovered': 'Store recovered',
  'records-dropped': 'Records dropped',
  'shared-state-lost': 'Shared state lost',
  'shared-state-restored': 'Shared state restored',
}

/** One sentence on what happened. */
function told(event: LoggedEvent): string {
  switch (event.kind) {
    case 'breaker-opened':
      return `${event.deployment}: open for ${duration(event.openMs)} because of ${event.class}`
    case 'breaker-half-opened':
      return `${event.deployment}: one request probes whether it is well again`
    case 'breaker-closed':
      return `${event.deployment}: well again`
    case 'credential-restored':
      return `${event.deployment}: its credential is used again`
    case 'deployment-cooling':
    case 'credential-benched':
      return `${event.deployment}: for ${duration(event.forMs)} because of ${event.class}`
    case 'deployment-drained':
    case 'deployment-forced-open':
      return `${event.deployment}: by ${event.by}${event.forMs === null ? ' until a reset' : ` for ${duration(event.forMs)}`}${because(event.reason)}`
    case 'deployment-released':
      return `${event.deployment}: no longer ${event.state === 'drained' ? 'drained' : 'forced open'}`
    case 'deployment-reset':
      return `${event.deployment}: by ${event.by}${because(event.reason)}`
    case 'request-moved':
      return `${place(event.from)} → ${place(event.to)} because of ${event.classes.join(', ')}${event.count > 1 ? `, ${count(event.count)} requests` : ''}`
    case 'budget-threshold':
      return `${event.budget}: ${percent(event.share)} of ${usd(event.limitUsd)} per ${event.per} spent`
    case 'config-loaded':
      return `Version ${event.version}${event.warnings > 0 ? `, ${count(event.warnings)} warnings` : ''}`
    case 'config-refused':
      return event.problems.join('; ')
    case 'shared-state-lost':
    case 'shared-state-restored':
      return event.message
    case 'store-failing':
    case 'store-recovered':
    case 'records-dropped':
      return `${event.message}${event.records > 0 ? ` (${count(event.records)} records)` : ''}`
  }
}

function because(reason: string): string {
  return reason === '' ? '' : ` (${reason})`
}

function place({
  model,
  deployment,
}: {
  readonly model: string
  readonly deployment: string | null
}): string {
  return deployment ?? model
}

export const events = {
  title: 'Events and audit',
  about: 'What happened to deployments and requests, and who changed what.',
  kinds,
  told,
  tabs: { events: 'Events', versions: 'Configuration versions', audit: 'Audit log' },
  actors: { 'admin-token': 'Admin token', 'system': 'The gateway' },
  versions: {
    about: 'Every change over the console or the admin API; what the file declares has its own history.',
    none: 'Nothing was changed over the console yet',
    noneHint: 'Each change makes a version here: with its difference, and a way back.',
    columns: { version: 'Version', changed: 'Changed' },
    current: 'Current',
    made: 'made',
    edited: 'changed',
    removed: 'removed',
    title: (number: number) => `Version ${number}`,
    show: 'Difference',
    rollBack: 'Roll back',
    rollBackTo: (number: number) => `Roll back to version ${number}`,
    rollBackTitle: (number: number) => `Roll back to version ${number}?`,
    rollBackText:
      'Every change after it is undone, from the next request on. That makes a new version, which can be rolled back as well.',
    rolledBack: (number: number) => `Version ${number} is in force.`,
    export: 'Export as a file',
    kinds: {
      provider: 'Provider',
      model: 'Model',
      chain: 'Chain',
      key: 'API key',
      key_routing: 'Routing of',
      settings: 'Settings',
    },
  },
  difference: {
    label: 'Difference',
    none: 'Nothing of it is different.',
    leftOut: (lines: number) => `⋯ ${count(lines)} unchanged ${lines === 1 ? 'line' : 'lines'}`,
  },
  kind: 'Kind of event',
  anyKind: 'Every kind',
  none: 'Nothing has happened yet',
  noneHint: 'Fallbacks, changes of state and configurations appear here as they happen.',
  more: 'Older ones',
  request: 'Request',
  columns: {
    time: 'Time',
    kind: 'Kind',
    what: 'What happened',
    who: 'Who',
    action: 'Action',
    target: 'Target',
    change: 'Change',
  },
  audit: {
    none: 'Nobody has changed anything yet',
    noneHint: 'Every change over the admin API or in this console leaves an entry here.',
    action: 'Action',
    actionHint: 'Such as model. or key.rotate',
    show: 'Before and after',
  },
} as const
