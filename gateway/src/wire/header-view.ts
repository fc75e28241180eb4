/** Response headers by lower-case name. */
export type HeaderView = Readonly<Record<string, string | readonly string[] | undefined>>

/** The value of a header, the first one if it was sent several times; `null` without one. */
export function headerOf(headers: HeaderView, name: string): string | null {
  const value = headers[name]
  if (value === undefined) return null
  return typeof value === 'string' ? value : (value[0] ?? null)
}
