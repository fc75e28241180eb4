import { StoreError } from './store-error.ts'

/**
 * The file that a store URL names: `sqlite:PATH`, relative to the working directory, or `sqlite:///absolute/path`.
 *
 * @throws StoreError - for any other URL; what may be a password in it is not repeated.
 */
export function storePath(url: string): string {
  const scheme = /^[a-z][a-z0-9+]*(?=:)/i.exec(url)?.[0]
  if (scheme?.toLowerCase() !== 'sqlite') {
    throw new StoreError(
      `The store must be given as sqlite:PATH, such as sqlite:./backstay.db; ` +
        (scheme === undefined ? 'this has no scheme.' : `${scheme}: is not supported.`),
    )
  }
  const path = url.slice('sqlite:'.length).replace(/^\/\/(?=\/)/, '')
  if (path === '' || path.startsWith(':') || path.includes('\0')) {
    throw new StoreError('The store must name a file, such as sqlite:./backstay.db.')
  }
  return path
}
