export const overview = {
  title: 'Overview',
  about: 'Is anything failing over right now, to what, and why.',
  deployments: 'Deployments',
  none: 'No models yet',
  noneHint: 'Models with their deployments appear here as soon as there are some.',
  errorRate: 'Errors',
  firstToken: 'First token p50 / p95',
  tokensLeft: 'Tokens left',
  inFlight: 'In flight',
  left: (time: string) => `${time} left`,
} as const
