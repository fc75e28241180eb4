import { chainSchema } from '@backstay/contract'
import {
  camelKey,
  chainValidationRequestSchema,
  chainValidationSchema,
  organisationParams,
  toCamel,
  toFile,
} from '@backstay/contract/admin'
import { createRoute } from '@hono/zod-openapi'
import type { ConfigProblem } from '#snapshot/config-problem'
import { chainAsYaml, validateChain as check, validateChainYaml } from '#snapshot/validate-chain'
import { resourcesOf } from '../resources/resource.ts'
import { access, body, ERRORS, json, ORGANISATION } from '../route-parts.ts'
import type { UseCase } from '../use-case.ts'

/** A chain as YAML and as the API has it, and what is wrong with it; nothing is saved. */
export const validateChain: UseCase = (app, ports) => {
  const route = createRoute({
    method: 'post',
    path: `${ORGANISATION}/chains/validate`,
    summary: 'What is wrong with a chain, by line, and the chain in both forms; nothing is saved',
    description: 'By the same rules as the configuration file.',
    tags: ['Chains'],
    ...access('chains:read', ports),
    request: { params: organisationParams, ...body(chainValidationRequestSchema) },
    responses: { 200: json('The problems; none: it can be saved.', chainValidationSchema), ...ERRORS },
  })
  app.openapi(route, (c) => {
    const inForce = ports.inForce(c.get('actor').organisation)
    const { yaml, chain, replaces } = c.req.valid('json')
    const known = resourcesOf('chain', inForce)
    const replaced =
      known.find(({ stored, name }) => stored?.id === replaces || name === replaces)?.name ?? null
    const found =
      yaml === undefined
        ? check(toFile(chainSchema, chain), inForce.file, replaced)
        : validateChainYaml(yaml, inForce.file, replaced)
    const shown = (problem: ConfigProblem) => ({
      path: yaml === undefined ? problem.path.replaceAll(/[A-Za-z0-9_]+/g, camelKey) : problem.path,
      line: yaml === undefined ? null : problem.line,
      column: yaml === undefined ? null : problem.column,
      message: problem.message,
      suggestion: problem.suggestion ?? null,
    })
    return c.json(
      {
        valid: found.problems.length === 0,
        problems: found.problems.map(shown),
        warnings: found.warnings.map(shown),
        chain: found.chain === null ? null : shownChain(found.chain),
        yaml: yaml ?? (found.chain === null ? null : chainAsYaml(found.chain)),
      },
      200,
    )
  })
}

function shownChain(chain: object): Record<string, never> {
  const shown: object = toCamel(chainSchema, chain as never)
  return shown as Record<string, never>
}
