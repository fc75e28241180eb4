import { createHash } from 'node:crypto'
import type { Provider } from '#domain/deployment'
import type { CredentialId, DeploymentId } from '#domain/names'

const ID_LENGTH = 16

/** What makes a deployment this one and no other. */
export interface DeploymentIdentity {
  readonly modelName: string
  readonly provider: Provider
  readonly baseUrl: string | null
  readonly upstreamModel: string
  readonly credential: CredentialId
  readonly region: string | null
}

/** @param occurrence - From 1: how many entries so far declare exactly the same. */
export function deploymentId(identity: DeploymentIdentity, occurrence: number): DeploymentId {
  const { modelName, provider, baseUrl, upstreamModel, credential, region } = identity
  return shortHash([
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
export function credentialId(
  provider: Provider,
  baseUrl: string | null,
  apiKey: string | null,
): CredentialId {
  const origin = baseUrl === null ? provider.kind : new URL(baseUrl).origin
  return shortHash([origin, apiKey]) as CredentialId
}

function shortHash(parts: readonly (string | number | null)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, ID_LENGTH)
}
