/** Something that an operator should know of. `records`: how many it concerns, or how many are waiting. */
export interface StoreProblem {
  readonly kind:
    | 'store-failing'
    | 'store-recovered'
    | 'records-dropped'
    | 'records-refused'
    /** They wait in the spool, for the gateway that starts next. */
    | 'records-left'
    /** The spool of a process that is gone was gone through; what was missing is stored. */
    | 'records-adopted'
    | 'spool-failing'
  readonly message: string
  readonly records: number
}
