import { KINDS_WITHOUT_BASE_URL } from '@backstay/contract'
import { catalogPageSchema, catalogQuerySchema, organisationParams } from '@backstay/contract/admin'
import { createRoute } from '@hono/zod-openapi'
import type { CatalogModel } from '../catalog-models.ts'
import { catalogModels } from '../catalog-models.ts'
import { access, ERRORS, json, ORGANISATION } from '../route-parts.ts'
import type { UseCase } from '../use-case.ts'

const MARK_LETTERS = 2

/** Models to choose from when one is added. */
export const listCatalog: UseCase = (app, ports) => {
  const route = createRoute({
    method: 'get',
    path: `${ORGANISATION}/catalog`,
    summary: 'Models that are known beforehand, with prices and context windows',
    tags: ['Models'],
    ...access('models:read', ports),
    request: { params: organisationParams, query: catalogQuerySchema },
    responses: { 200: json('One page.', catalogPageSchema), ...ERRORS },
  })
  app.openapi(route, (c) => {
    const { cursor, limit, search = '', provider, type } = c.req.valid('query')
    const words = search.toLowerCase().split(/\s+/)
    const found = catalogModels().filter(
      (model) =>
        (provider === undefined || model.kind === provider || model.provider === provider) &&
        (type === undefined || model.type === type) &&
        words.every((word) => `${model.id} ${model.name} ${model.provider}`.toLowerCase().includes(word)),
    )
    const start = Number(cursor ?? 0)
    const next = start + limit
    return c.json(
      {
        data: found.slice(start, next),
        nextCursor: next < found.length ? String(next) : null,
        providers: marks(catalogModels()),
      },
      200,
    )
  })
}

function marks(models: readonly CatalogModel[]) {
  const byKind = Map.groupBy(models, ({ kind }) => kind)
  return [...byKind].map(([kind, own]) => {
    const name = own[0]?.provider ?? kind
    const initials = name.split(/[\s-]+/).map((word) => word.charAt(0).toUpperCase())
    return {
      provider: name,
      kind,
      name,
      mark: initials.join('').slice(0, MARK_LETTERS),
      models: own.length,
      needsBaseUrl: KINDS_WITHOUT_BASE_URL.includes(kind),
    }
  })
}
