import * as z from 'zod'

/** Every error of the admin API. */
export const errorAnswerSchema = z.object({
  error: z.object({
    message: z.string(),
    type: z.string(),
    code: z.string().meta({ description: 'One of docs/errors.md.' }),
    param: z
      .string()
      .nullable()
      .meta({ description: 'Path of the member, parameter or header that is meant.' }),
    docs: z.string().optional(),
  }),
})
