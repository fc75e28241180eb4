import { StoreError } from './store-error.ts'

/** Where a store is: what a store URL says. */
export type StoreLocation =
  | { readonly kind: 'sqlite'; readonly path: string }
  | { readonly kind: 'postgres'; readonly url: string }

/**
 * What a store URL names: `sqlite:PATH`, relative to the working directory, `sqlite:///absolute/path`, or
 * `postgres://USER:PASSWORD@HOST:PORT/DATABASE`.
 *
 * @throws StoreError - for any other URL; what may be a password in it is not repeated.
 */
export function storeLocation(url: string): StoreLocation {
  const scheme = /^[a-z][a-z0-9+]*(?=:)/i.exec(url)?.[0].toLowerCase()
  if (scheme === 'postgres' || scheme === 'postgresql') return postgresLocation(url)
  if (scheme !== 'sqlite') {
    throw new StoreError(
      `The store must be given as sqlite:PATH, such as sqlite:./backstay.db, or as postgres://…; ` +
        (scheme === undefined ? 'this has no scheme.' : `${scheme}: is not supported.`),
    )
  }
  const path = url.slice('sqlite:'.length).replace(/^\/\/(?=\/)/, '')
  if (path === '' || path.startsWith(':') || path.includes('\0')) {
    throw new StoreError('The store must name a file, such as sqlite:./backstay.db.')
  }
  return { kind: 'sqlite', path }
}

/** The location in messages: without user and password. */
export function placeOf(location: StoreLocation): string {
  if (location.kind === 'sqlite') return location.path
  const { host, pathname } = new URL(location.url)
  return `postgres://${host}${pathname}`
}

function postgresLocation(url: string): StoreLocation {
  if (!URL.canParse(url)) {
    throw new StoreError(
      'The store is not a URL that can be read, such as postgres://user:password@host:5432/backstay; ' +
        'special characters in a password must be percent-encoded.',
    )
  }
  return { kind: 'postgres', url }
}
