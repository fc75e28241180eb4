/** A workspace in which every screen has something to show. */
export const WORKSPACE = {
  providers: {
    openai: { kind: 'openai', base_url: '${SIM0}', api_key: 'one' },
    anthropic: { kind: 'openai', base_url: '${SIM1}', api_key: 'two' },
  },
  models: [
    { name: 'gpt-4o', fallbacks: ['claude'], deployments: [{ provider: 'openai', model: 'gpt-4o' }] },
    { name: 'claude', deployments: [{ provider: 'anthropic', model: 'claude-sonnet-4-5' }] },
  ],
  fallback: { chains: [{ name: 'support', models: [{ model: 'gpt-4o' }, { model: 'claude' }] }] },
  organisation: { budget: { usd: 500, per: 'month' } },
  keys: [{ name: 'app', key: '${KEY}', limits: { budget: { usd: 20, per: 'month' } } }],
}

/** Every screen that has something of `WORKSPACE`, by its path, with its heading. */
export const ALL_SCREENS: readonly (readonly [path: string, heading: string])[] = [
  ['/', 'Overview'],
  ['/models', 'Models'],
  ['/models/new', 'Add custom model'],
  ['/models/gpt-4o', 'gpt-4o'],
  ['/providers', 'Providers'],
  ['/chains', 'Fallback chains'],
  ['/chains/support', 'support'],
  ['/keys', 'API keys'],
  ['/keys/new', 'Create API key'],
  ['/keys/app', 'app'],
  ['/usage', 'Usage'],
  ['/events', 'Events and audit'],
  ['/events?tab=versions', 'Events and audit'],
  ['/events?tab=audit', 'Events and audit'],
  ['/budgets', 'Budgets'],
  ['/playground', 'Playground'],
  ['/routing', 'Routing policy'],
  ['/members', 'Members'],
  ['/alerts', 'Alerts'],
  ['/settings', 'General'],
]
