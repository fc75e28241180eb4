import * as z from 'zod'
import { flag } from './query.ts'

const name = z.string().min(1).max(512).optional()

/** By what every query about usage may choose requests. */
export const whichRequests = {
  key: name,
  model: name.meta({ description: 'The model that was asked for or that answered.' }),
  provider: name,
  deployment: name,
  status: z.coerce.number({ error: 'must be a number' }).int().min(100).max(599).optional(),
  errorClass: name,
  failed: flag
    .optional()
    .meta({ description: 'Only requests whose client got an error, or only the others.' }),
  moved: flag
    .optional()
    .meta({ description: 'Only requests that moved to another deployment or model, or only the others.' }),
  probe: flag.optional().meta({ description: 'Only active probes, or only requests of clients.' }),
}
