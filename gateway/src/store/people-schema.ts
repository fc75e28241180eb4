/** Tables of people, organisations and what opens the admin API. Those of the sign-in library hold moments as it writes them. */
export interface PeopleSchema {
  people: PersonTable
  sessions: SessionTable
  accounts: AccountTable
  organisations: OrganisationTable
  members: MemberTable
  sign_in_links: SignInLinkTable
  service_tokens: ServiceTokenTable
  guess_limits: GuessLimitTable
  instance_values: InstanceValueTable
}

export interface PersonTable {
  id: string
  name: string
  /** Lower case. */
  email: string
  /** 1: whoever operates the gateway, or an identity provider, vouches for it. */
  email_verified: number
  /** ISO 8601. */
  created_at: string
  updated_at: string
}

interface SessionTable {
  id: string
  person: string
  /** 1: begun by a link, so that a password may be set without the one before. */
  by_link: number
}

/** A way in which a person signs in: a password, or an account at an identity provider. */
interface AccountTable {
  id: string
  person: string
  /** `credential`: a password. */
  provider: string
  password: string | null
}

export interface OrganisationTable {
  id: string
  name: string
  /** Milliseconds since the Unix epoch. */
  created_at: number | null
}

/** Who belongs to which organisation. */
export interface MemberTable {
  id: string
  organisation: string
  person: string
  role: string
  created_at: number
}

/** A link that signs in once. */
export interface SignInLinkTable {
  id: string
  /** Of the token in the link, lower-case hexadecimal. */
  sha256: string
  /** `first-start`, `lost-password` or `invitation`. */
  purpose: string
  email: string | null
  name: string | null
  /** What whoever was invited will belong to, and as what. */
  organisation: string | null
  role: string | null
  created_by: string | null
  created_at: number
  expires_at: number
}

/** A token by which a program uses the admin API. */
export interface ServiceTokenTable {
  id: string
  organisation: string
  name: string
  /** Lower-case hexadecimal. */
  sha256: string
  role: string
  created_by: string
  created_at: number
  expires_at: number | null
  last_used_at: number | null
  revoked_at: number | null
}

/** How often something was tried since when. */
interface GuessLimitTable {
  id: string
  count: number
  since: number
}

/** What all processes of one installation share. */
interface InstanceValueTable {
  id: string
  value: string
  /** Id of the master key that the value is encrypted under; `null`: it stands in clear, from an older version. */
  sealed_under: string | null
}
