import * as z from 'zod'
import { toCamel, toFile } from './camel-case.ts'

/** The members of a change: only those that are to change; `null` takes one back to its default. */
export function changeable(members: z.ZodObject) {
  const { name, ...others } = members.shape
  const shape = Object.entries(others).map(([member, schema]) => [member, optionalOrNull(schema)])
  return z.strictObject({
    ...(name !== undefined && { name: (name as z.ZodType).optional() }),
    ...(Object.fromEntries(shape) as Record<string, z.ZodType>),
  })
}

function optionalOrNull(schema: unknown): z.ZodType {
  return (schema as z.ZodType).nullable().optional()
}

/** Members may come with the file's names as well, so that parts of a file can be sent as they are. */
export function inFileWords<Sent extends z.ZodType>(file: z.ZodType, sent: Sent) {
  return z.preprocess((value) => toCamel(file, toFile(file, value)), sent)
}
