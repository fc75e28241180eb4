/** A command of `backstay`: the words that name it, and what it does. */
interface Command {
  readonly words: readonly string[]
  readonly summary: string
  /** Answers the exit code: 0 done, 1 refused, 2 wrong usage. */
  readonly run: (args: string[]) => Promise<number>
}

/** Each is loaded when it is called: starting the gateway does not wait for the tools. */
export const COMMANDS: readonly Command[] = [
  {
    words: ['serve'],
    summary: 'run the gateway; without --config the demo workspace',
    run: async (args) => (await import('./serve.ts')).runServe(args),
  },
  {
    words: ['check'],
    summary: 'validate a configuration file',
    run: async (args) => (await import('./check.ts')).runCheck(args),
  },
  {
    words: ['explain'],
    summary: 'say what a request would go through, without sending it',
    run: async (args) => (await import('./explain.ts')).runExplain(args),
  },
  {
    words: ['simulate'],
    summary: 'put a policy through a scenario on a virtual clock',
    run: async (args) => (await import('./simulate.ts')).runSimulate(args),
  },
  {
    words: ['usage', 'export'],
    summary: 'write usage records as CSV or JSON lines',
    run: async (args) => (await import('./usage-export.ts')).runUsageExport(args),
  },
  {
    words: ['catalog', 'update'],
    summary: 'fetch prices, context windows and abilities of models',
    run: async (args) => (await import('./catalog-update.ts')).runCatalogUpdate(args),
  },
  {
    words: ['migrate'],
    summary: 'bring the store to the newest schema',
    run: async (args) => (await import('./migrate.ts')).runMigrate(args),
  },
  {
    words: ['keys', 'create'],
    summary: 'make an API key and show its secret, once',
    run: async (args) => (await import('./keys-create.ts')).runKeysCreate(args),
  },
  {
    words: ['keys', 'list'],
    summary: 'list API keys, without their secrets',
    run: async (args) => (await import('./keys-list.ts')).runKeysList(args),
  },
  {
    words: ['keys', 'revoke'],
    summary: 'revoke an API key, for good',
    run: async (args) => (await import('./keys-revoke.ts')).runKeysRevoke(args),
  },
  {
    words: ['keys', 'rotate'],
    summary: 'give an API key another secret',
    run: async (args) => (await import('./keys-rotate.ts')).runKeysRotate(args),
  },
  {
    words: ['secrets', 'rotate'],
    summary: 'encrypt the secrets of the store under another master key',
    run: async (args) => (await import('./secrets-rotate.ts')).runSecretsRotate(args),
  },
  {
    words: ['members', 'link'],
    summary: 'make a link that signs somebody in who lost a password',
    run: async (args) => (await import('./members-link.ts')).runMembersLink(args),
  },
]
