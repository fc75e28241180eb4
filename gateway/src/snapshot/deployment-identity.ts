import { createHash } from 'node:crypto'
import type { Provider } from '#domain/deployment'
import type { CredentialId, DeploymentId } from '#domain/names'

const ID_LENGTH = 16

/** The organisation that the configuration file is about. Its ids do not say so. */
export const FIRST_ORGANISATION = 'default'

/** What makes a deployment this one and no other. */
export interface DeploymentIdentity {
  readonly organisation: string
  readonly modelName: string
  readonly provider: Provider
  readonly baseUrl: string | null
  readonly upstreamModel: string
  readonly credential: CredentialId
  readonly region: string | null
}

/** @param occurrence - From 1: how many entries so far declare exactly the same. */
export function deploymentId(identity: DeploymentIdentity, occurrence: number): DeploymentId {
  const { organisation, modelName, provider, baseUrl, upstreamModel, credential, region } = identity
  return shortHash(organisation, [
    modelName,
    provider.name,
    baseUrl,
    upstreamModel,
    credential,
    region,
    occurrence,
  ]) as DeploymentId
}

/** The same secret at two places is two credentials: what one provider says of it holds nowhere else. */
export function credentialId({
  organisation,
  provider,
  baseUrl,
  apiKey,
}: Pick<DeploymentIdentity, 'organisation' | 'provider' | 'baseUrl'> & {
  readonly apiKey: string | null
}): CredentialId {
  const origin = baseUrl === null ? provider.kind : new URL(baseUrl).origin
  return shortHash(organisation, [origin, apiKey]) as CredentialId
}

/** Organisations share no state: what happens to one says nothing to another. */
function shortHash(organisation: string, parts: readonly (string | number | null)[]): string {
  const own = organisation === FIRST_ORGANISATION ? parts : [...parts, organisation]
  return createHash('sha256').update(JSON.stringify(own)).digest('hex').slice(0, ID_LENGTH)
}
