import { chainSchema } from '@backstay/contract'
import type { explanationSchema } from '@backstay/contract/admin'
import {
  explainRequestSchema,
  explanationSchema as answer,
  organisationParams,
  toFile,
} from '@backstay/contract/admin'
import { createRoute } from '@hono/zod-openapi'
import type { z } from 'zod'
import type { EntryEdit } from '#snapshot/entry-change'
import type { InForce } from '#snapshot/in-force'
import { keepSecrets, savedSecrets } from '../resources/kept-secrets.ts'
import { storedEntryOf } from '../resources/refuse.ts'
import { findResource } from '../resources/resource.ts'
import type { Immutable } from '../route-parts.ts'
import { access, body, ERRORS, json, ORGANISATION } from '../route-parts.ts'
import type { UseCase } from '../use-case.ts'

type Explanation = z.output<typeof explanationSchema>

/** What the data plane says of a request. */
export type Explained = Immutable<Explanation>

/** Bodies as large as any that is explained in earnest. */
const MAX_BODY_BYTES = 8_388_608

export const explain: UseCase = (app, ports) => {
  const route = createRoute({
    method: 'post',
    path: `${ORGANISATION}/explain`,
    summary: 'What would be done with a request, and why; nothing is sent',
    description:
      'Planned by the code that plans real requests, from the live states. Takes no turn of a rotation. With `chain` it says what would be done once that is saved.',
    tags: ['Routing'],
    ...access('routing:explain', ports, MAX_BODY_BYTES),
    request: { params: organisationParams, ...body(explainRequestSchema) },
    responses: { 200: json('The plan, or the refusal.', answer), ...ERRORS },
  })
  app.openapi(route, (c) => {
    const { organisation } = c.get('actor')
    const { chain, replaces, ...asked } = c.req.valid('json')
    const { configuration } =
      chain === undefined
        ? ports.inForce(organisation)
        : ports.preview(organisation, (current) => [chainEdit(chain, replaces, current)])
    return c.json(ports.explain(asked, configuration) as Explanation, 200)
  })
}

/** A chain in the place of a saved one, or beside them. */
function chainEdit(chain: unknown, replaces: string | undefined, current: InForce): EntryEdit {
  const { name, ...members } = toFile(chainSchema, chain) as { readonly name: string }
  const replaced = replaces === undefined ? null : findResource('chain', current, replaces)
  const stored = replaced === null ? null : storedEntryOf(replaced)
  const saved = stored === null ? [] : savedSecrets('chain', stored.body, replaced?.entry ?? {})
  return { kind: 'chain', id: stored?.id ?? null, name, body: keepSecrets('chain', members, saved) }
}
