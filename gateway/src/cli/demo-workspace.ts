import { fileURLToPath } from 'node:url'
import type { UpstreamModel } from '#domain/names'
import { startSimulator } from '#simulator/simulator'
import type { FaultSwitch } from '#simulator/switch-faults'
import { switchFaults } from '#simulator/switch-faults'

/** The simulated providers of the demo, and the configuration that uses them. */
export interface DemoWorkspace {
  readonly configPath: string
  readonly env: Readonly<Record<string, string>>
  readonly key: string
  /** Switched from the console. */
  readonly faults: FaultSwitch
  close(): Promise<void>
}

/** Works on this machine against simulated providers only, so it may be known to everybody. */
const DEMO_KEY = 'sk-backstay-demo'

/** What the demo shows a fallback from; its key is the one of demo/backstay.yaml. */
const DOWN = 'gpt-4-turbo' as UpstreamModel
const OPENAI_KEY = 'simulated-openai'

const ANSWERS = {
  openai: 'Hello from the simulated OpenAI.',
  anthropic: 'Hello from the simulated Anthropic.',
  google: 'Hello from the simulated Google.',
} as const

/** Starts three simulated providers on free ports; the one called OpenAI has lost its gpt-4-turbo. */
export async function startDemo(): Promise<DemoWorkspace> {
  const [openai, anthropic, google] = await Promise.all([
    startSimulator({ keepRequests: 0 }),
    startSimulator({ keepRequests: 0 }),
    startSimulator({ keepRequests: 0 }),
  ])
  openai.script.always({ text: ANSWERS.openai })
  anthropic.script.always({ text: ANSWERS.anthropic })
  google.script.always({ text: ANSWERS.google })
  const faults = switchFaults([
    { simulator: openai, text: ANSWERS.openai },
    { simulator: anthropic, text: ANSWERS.anthropic },
    { simulator: google, text: ANSWERS.google },
  ])
  faults.setFault({ baseUrl: openai.url, upstreamModel: DOWN, apiKey: OPENAI_KEY }, 'overloaded')
  return {
    configPath: fileURLToPath(new URL('../../demo/backstay.yaml', import.meta.url)),
    env: {
      DEMO_OPENAI_URL: openai.baseUrl,
      DEMO_ANTHROPIC_URL: anthropic.url,
      DEMO_GOOGLE_URL: google.url,
      DEMO_KEY,
    },
    key: DEMO_KEY,
    faults,
    close: async () => {
      await Promise.all([openai.close(), anthropic.close(), google.close()])
    },
  }
}

/** Where the demo is, and what opens it. */
interface DemoDoors {
  readonly url: string
  readonly key: string
  /** The console, or a link that signs in there once. */
  readonly console: string
}

/** What `npm start` prints once the demo serves. */
export function demoBanner({ url, key, console }: DemoDoors): string {
  const body = '{"model": "premium-reasoning", "messages": [{"role": "user", "content": "Hello"}]}'
  return `
  Backstay demo workspace: three simulated providers, nothing leaves this machine.

    Gateway   ${url}/v1
    Console   ${console}
    API key   ${key}

  See a fallback: gpt-4-turbo, the first model of the chain, is down; the headers say who answered and why.

    curl -i ${url}/v1/chat/completions \\
      -H "authorization: Bearer ${key}" -H "content-type: application/json" \\
      -d '${body}'

  Every request is recorded with its attempts:   npx --no-install backstay usage export --format jsonl
  Run your own:                                  npm start -- --config backstay.yaml

`
}
