/** Which usage records are looked at. Members that are `null` do not filter. */
export interface WhichRecords {
  readonly organisation: string
  /** Name of the key. */
  readonly key: string | null
  /** The model that was asked for or that answered. */
  readonly model: string | null
  readonly provider: string | null
  /** Label of the deployment. */
  readonly deployment: string | null
  readonly status: number | null
  readonly errorClass: string | null
  /** Whether the client got an error, by the status. */
  readonly failed: boolean | null
  /** Whether the request moved to another deployment or model. */
  readonly moved: boolean | null
  readonly probe: boolean | null
}

/** Statuses from here on are errors of the client's or ours. */
export const FIRST_ERROR_STATUS = 400

/** All of them in one organisation. */
export function everyRecordOf(organisation: string): WhichRecords {
  return {
    organisation,
    key: null,
    model: null,
    provider: null,
    deployment: null,
    status: null,
    errorClass: null,
    failed: null,
    moved: null,
    probe: null,
  }
}
