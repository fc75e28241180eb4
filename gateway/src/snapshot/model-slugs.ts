import { catalogModelId } from './catalog.ts'

/** The configured model that `author/model` means, as catalogs write it; `null` if there is none. */
export type ModelOfSlug = (slug: string) => string | null

/** What of a model tells by which catalog names it is meant. */
export interface SlugModel {
  readonly name: string
  readonly deployments: readonly {
    readonly provider: { readonly name: string; readonly kind: string }
    readonly upstreamModel: string
  }[]
}

/** Authors of catalog names that are not called like the kind of provider that serves them. */
const KINDS: Readonly<Record<string, string>> = { 'mistralai': 'mistral', 'x-ai': 'xai' }
const AUTHORS = [
  'openai',
  'anthropic',
  'google',
  'deepseek',
  'mistralai',
  'x-ai',
  'cohere',
  'perplexity',
] as const

/** Names come from clients: more than this many are not remembered at once. */
const REMEMBERED = 1_000

/**
 * `anthropic/claude-sonnet-4.5` is the first model with a deployment at an `anthropic` provider that is called
 * `claude-sonnet-4.5`, or what the catalog knows to be the same (`claude-sonnet-4-5-20250929`); else a model of that name.
 */
export function modelSlugs(models: readonly SlugModel[]): ModelOfSlug {
  const byAuthor = new Map<string, AuthorIndex>()
  const remembered = new Map<string, string | null>()
  return (slug) => {
    const slash = slug.indexOf('/')
    const author = slug.slice(0, Math.max(0, slash))
    if (!(AUTHORS as readonly string[]).includes(author) || slash === slug.length - 1) return null
    const known = remembered.get(slug)
    if (known !== undefined) return known
    const index = byAuthor.get(author) ?? indexFor(author, models)
    byAuthor.set(author, index)
    const found = lookUp(author, slug.slice(slash + 1), index)
    if (remembered.size >= REMEMBERED) remembered.clear()
    remembered.set(slug, found)
    return found
  }
}

/** Names of models by what is called like something at an author; the first declared counts. */
interface AuthorIndex {
  readonly byUpstream: ReadonlyMap<string, string>
  readonly byServedId: ReadonlyMap<string, string>
  readonly byNamedId: ReadonlyMap<string, string>
}

function indexFor(author: string, models: readonly SlugModel[]): AuthorIndex {
  const byUpstream = new Map<string, string>()
  const byServedId = new Map<string, string>()
  const byNamedId = new Map<string, string>()
  const kind = KINDS[author] ?? author
  for (const { name, deployments } of models) {
    addFirst(byNamedId, catalogModelId(author, name), name)
    for (const { provider, upstreamModel } of deployments) {
      if (provider.kind !== kind && provider.name !== author) continue
      addFirst(byUpstream, upstreamModel, name)
      addFirst(byServedId, catalogModelId(author, upstreamModel), name)
    }
  }
  return { byUpstream, byServedId, byNamedId }
}

function addFirst(index: Map<string, string>, id: string | null, name: string): void {
  if (id !== null && !index.has(id)) index.set(id, name)
}

function lookUp(author: string, model: string, index: AuthorIndex): string | null {
  const exact = index.byUpstream.get(model)
  if (exact !== undefined) return exact
  const id = catalogModelId(author, model)
  if (id === null) return null
  return index.byServedId.get(id) ?? index.byNamedId.get(id) ?? null
}

/** Anthropic writes versions with hyphens, catalogs with dots: `claude-sonnet-4.5` is sent as `claude-sonnet-4-5`. */
export function vendorModelId(kind: string, model: string): string {
  if (kind !== 'anthropic' || !model.includes('.')) return model
  return catalogModelId(kind, model) ?? model.replaceAll('.', '-')
}
