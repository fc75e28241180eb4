import * as z from 'zod'
import { toCamel, toFile } from './camel-case.ts'

/** Members may come with the file's names as well, so that parts of a file can be sent as they are. */
export function inFileWords<Sent extends z.ZodType>(file: z.ZodType, sent: Sent) {
  return z.preprocess((value) => toCamel(file, toFile(file, value)), sent)
}
