import type { explanationSchema } from '@backstay/contract/admin'
import {
  explainRequestSchema,
  explanationSchema as answer,
  organisationParams,
} from '@backstay/contract/admin'
import { createRoute } from '@hono/zod-openapi'
import type { z } from 'zod'
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
      'Planned by the code that plans real requests, from the live states. Takes no turn of a rotation.',
    tags: ['Routing'],
    ...access('routing:explain', ports, MAX_BODY_BYTES),
    request: { params: organisationParams, ...body(explainRequestSchema) },
    responses: { 200: json('The plan, or the refusal.', answer), ...ERRORS },
  })
  app.openapi(route, (c) => {
    const { configuration } = ports.inForce(c.get('actor').organisation)
    return c.json(ports.explain(c.req.valid('json'), configuration) as Explanation, 200)
  })
}
