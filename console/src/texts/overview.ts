import { count } from '#format/figures'

export const overview = {
  title: 'Overview',
  about: 'Is anything failing over right now, to what, and why.',
  deployments: 'Deployments',
  none: 'No models yet',
  noneHint: 'Models with their deployments appear here as soon as there are some.',
  errorRate: 'Errors',
  firstToken: 'First token p50 / p95',
  tokensLeft: 'Tokens left this minute',
  inFlight: 'In flight',
  left: (time: string) => `${time} left`,
  why: (failure: string) => `because of ${failure}`,
  now: {
    calm: 'Nothing is failing over',
    calmHint: 'Every deployment can be used, and no request has moved in the last five minutes.',
    moving: (moves: number) => (moves === 1 ? 'One request moved' : `${count(moves)} requests moved`),
    movingHint: (moves: string) => `In the last five minutes: ${moves}.`,
    down: (places: number) =>
      places === 1 ? 'One deployment cannot be used' : `${places} deployments cannot be used`,
  },
  fallbacks: {
    title: 'Latest fallbacks',
    none: 'No request has moved to another place yet',
    noneHint: 'When one does, it stands here within a second, with the reason and its record.',
    record: 'Record',
    all: 'All events',
    perMinute: 'Fallbacks per minute, last hour',
    chart: (moves: string) => `Fallbacks per minute in the last hour: ${moves} in all`,
    reasons: 'Reasons',
    cut: 'Only the latest 500 events are counted.',
  },
  filter: {
    label: 'Find a deployment',
    all: (total: string) => `All ${total}`,
    trouble: (total: string) => `In trouble ${total}`,
    nothing: 'No deployment is like that.',
    more: (shown: string, total: string) =>
      `${shown} of ${total} are shown: look for the others by their name.`,
  },
} as const
