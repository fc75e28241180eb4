const KEY = 'backstay.organisation'

/** The organisation that is looked at, as paths of the admin API take it; set before any screen is shown. */
export const ORGANISATION = { organisationId: 'default' }

/** Of those that somebody belongs to, the one looked at last. */
export function settleOrganisation(mine: readonly string[]): void {
  const last = localStorage.getItem(KEY)
  const [first = 'default'] = mine
  ORGANISATION.organisationId = last !== null && mine.includes(last) ? last : first
}

/** Looks at another organisation: everything is loaded anew. */
export function goToOrganisation(id: string): void {
  localStorage.setItem(KEY, id)
  window.location.reload()
}
