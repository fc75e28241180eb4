import type { CommandIo } from './command-io.ts'

/** A command of `backstay`: the words that name it, and what it does. */
interface Command {
  readonly words: readonly string[]
  readonly summary: string
  /** Answers the exit code: 0 done, 1 refused, 2 wrong usage. */
  readonly run: (args: readonly string[], io: CommandIo) => Promise<number>
}

/** Each is loaded when it is called: starting the gateway does not wait for the tools. */
export const COMMANDS: readonly Command[] = [
  {
    words: ['serve'],
    summary: 'run the gateway; without --config the demo workspace',
    run: async (args, io) => (await import('./serve.ts')).runServe(args, io),
  },
  {
    words: ['check'],
    summary: 'validate a configuration file',
    run: async (args, io) => (await import('./check.ts')).runCheck(args, io),
  },
  {
    words: ['explain'],
    summary: 'say what a request would go through, without sending it',
    run: async (args, io) => (await import('./explain.ts')).runExplain(args, io),
  },
  {
    words: ['simulate'],
    summary: 'put a policy through a scenario on a virtual clock',
    run: async (args, io) => (await import('./simulate.ts')).runSimulate(args, io),
  },
  {
    words: ['usage', 'export'],
    summary: 'write usage records as CSV or JSON lines',
    run: async (args, io) => (await import('./usage-export.ts')).runUsageExport(args, io),
  },
  {
    words: ['catalog', 'update'],
    summary: 'fetch prices, context windows and abilities of models',
    run: async (args, io) => (await import('./catalog-update.ts')).runCatalogUpdate(args, io),
  },
  {
    words: ['migrate'],
    summary: 'bring the store to the newest schema',
    run: async (args, io) => (await import('./migrate.ts')).runMigrate(args, io),
  },
  {
    words: ['keys', 'create'],
    summary: 'make an API key and show its secret, once',
    run: async (args, io) => (await import('./keys-create.ts')).runKeysCreate(args, io),
  },
  {
    words: ['keys', 'list'],
    summary: 'list API keys, without their secrets',
    run: async (args, io) => (await import('./keys-list.ts')).runKeysList(args, io),
  },
  {
    words: ['keys', 'revoke'],
    summary: 'revoke an API key, for good',
    run: async (args, io) => (await import('./keys-revoke.ts')).runKeysRevoke(args, io),
  },
  {
    words: ['keys', 'rotate'],
    summary: 'give an API key another secret',
    run: async (args, io) => (await import('./keys-rotate.ts')).runKeysRotate(args, io),
  },
  {
    words: ['secrets', 'rotate'],
    summary: 'encrypt the secrets of the store under another master key',
    run: async (args, io) => (await import('./secrets-rotate.ts')).runSecretsRotate(args, io),
  },
  {
    words: ['members', 'link'],
    summary: 'make a link that signs somebody in who lost a password',
    run: async (args, io) => (await import('./members-link.ts')).runMembersLink(args, io),
  },
]
