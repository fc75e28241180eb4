const KEY = 'backstay.admin-token'

/** The admin token that somebody signed in with: it ends with the tab. Sessions of people are cookies. */
export const adminToken = {
  get: (): string | null => sessionStorage.getItem(KEY),
  set: (token: string): void => sessionStorage.setItem(KEY, token),
  clear: (): void => sessionStorage.removeItem(KEY),
}

/** The headers of a request to the admin API. */
export function signedIn(): Record<string, string> {
  const token = adminToken.get()
  return token === null ? {} : { authorization: `Bearer ${token}` }
}
