/** The provider that a model of the catalog is deployed at first: the configured one of its kind, or a new one. */
export function providerFor(kind: string, configured: ReadonlyMap<string, string>): string {
  const name = configured.get(kind)
  return name === undefined ? `kind:${kind}` : `name:${name}`
}
