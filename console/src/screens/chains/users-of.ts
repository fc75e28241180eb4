import type { Chain } from '#api/chains'

/** Who names a chain, in a few words: `key app, model gpt-4o`. */
export function usersOf({ usedBy }: Pick<Chain, 'usedBy'>): string {
  return usedBy.map(({ kind, name }) => (name === '' ? kind : `${kind} ${name}`)).join(', ')
}
