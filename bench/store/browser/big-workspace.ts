const SIZE = 1_000
const PROVIDERS = 20

/** A configuration with 1,000 models, 1,000 deployments and 1,000 API keys; the names of the first are those of the records. */
export function bigWorkspace(providerUrl: string): object {
  const numbers = Array.from({ length: SIZE }, (_, n) => n)
  return {
    providers: Object.fromEntries(
      numbers
        .slice(0, PROVIDERS)
        .map((n) => [`provider-${n}`, { kind: 'openai', base_url: providerUrl, api_key: 'k' }]),
    ),
    models: numbers.map((n) => ({
      name: `model-${n}`,
      price: { input: 1, output: 2 },
      deployments: [{ provider: `provider-${n % PROVIDERS}`, model: `model-${n}` }],
    })),
    keys: numbers.map((n) => ({ name: `key-${n}`, key: `bs-store-speed-${String(n).padStart(8, '0')}` })),
  }
}
