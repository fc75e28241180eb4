import * as z from 'zod'
import { DEFAULTS } from './defaults.ts'

/** Where records wait for the store. */
export const spoolSchema = z
  .strictObject({
    path: z.string().min(1).nullable().default(DEFAULTS.spool.path).meta({
      description:
        'A folder on a disk of this machine. null: beside a SQLite store, or backstay-spool in the working directory.',
    }),
    max_bytes: z
      .int()
      .min(0)
      .default(DEFAULTS.spool.max_bytes)
      .meta({ description: 'Of the files of one process. 0: records wait in memory only.' }),
  })
  .meta({
    description:
      'Files in which records wait until they are stored, so that neither a killed gateway nor a long outage of the store loses them.',
  })
