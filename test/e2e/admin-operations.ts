import { askAdmin } from './ask-admin.ts'
import type { Schema } from './schema-arbitrary.ts'
import type { Backstay } from './start-backstay.ts'

/** A parameter of a route, but for those in its path. */
interface Parameter {
  readonly name: string
  readonly in: string
  readonly schema: Schema
}

/** One route of the admin API, as the gateway itself describes it. */
export interface Operation {
  /** `METHOD path`. */
  readonly name: string
  readonly method: string
  readonly path: string
  /** To those who are not signed in. */
  readonly open: boolean
  readonly writes: boolean
  readonly permission: string
  readonly parameters: readonly Parameter[]
  /** `null`: it takes no JSON. */
  readonly body: Schema | null
}

interface Described {
  readonly 'security': readonly unknown[]
  readonly 'x-writes'?: boolean
  readonly 'x-permission': string
  readonly 'parameters'?: readonly Parameter[]
  readonly 'requestBody'?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
}

/** Every route of the description that the gateway serves. */
export async function adminOperations(backstay: Backstay): Promise<readonly Operation[]> {
  const { body } = await askAdmin(backstay, '/api/openapi.json')
  const { paths } = body as { paths: Record<string, Record<string, Described>> }
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      path,
      open: described.security.length === 0,
      writes: described['x-writes'] === true,
      permission: described['x-permission'],
      parameters: (described.parameters ?? []).filter((one) => one.in !== 'path'),
      body: described.requestBody?.content['application/json']?.schema ?? null,
    })),
  )
}

/** What `$ref` stands for in the description. */
export async function schemaResolver(backstay: Backstay): Promise<(ref: string) => Schema> {
  const { body } = await askAdmin(backstay, '/api/openapi.json')
  const { components } = body as { components: { schemas?: Record<string, Schema> } }
  return (ref) => components.schemas?.[ref.split('/').at(-1) ?? ''] ?? {}
}
