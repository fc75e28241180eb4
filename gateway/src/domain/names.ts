declare const brand: unique symbol
type Brand<Name extends string> = string & { readonly [brand]: Name }

/** The model name as the client wrote it. */
export type RequestedModel = Brand<'RequestedModel'>
/** The name of a configured model. */
export type ModelName = Brand<'ModelName'>
/** The model id that is sent to a provider. */
export type UpstreamModel = Brand<'UpstreamModel'>
/** The model id that a provider says it answered with. */
export type ReportedModel = Brand<'ReportedModel'>
/** The name of a configured provider, such as `azure-eu`. */
export type ProviderName = Brand<'ProviderName'>
/** Derived from what the deployment declares, so that gateways reading the same file agree on it. */
export type DeploymentId = Brand<'DeploymentId'>
/** Derived from the provider's origin and the secret; never the secret itself. */
export type CredentialId = Brand<'CredentialId'>
/** The id of a virtual key; for keys of the file, their name. */
export type KeyId = Brand<'KeyId'>
