import { describe, expect, it } from 'vitest'
import { formatProblems } from './format-problems.ts'
import { MODELS, problemsOf, PROVIDERS, readExample } from './read-example.ts'

describe('what must hold between parts of the file', () => {
  it.each([
    [
      'a provider of a deployment',
      `${PROVIDERS}models:\n  - { name: a, deployments: [{ provider: opena, model: x }] }`,
      '4:42 models[0].deployments[0].provider: no provider is called "opena"; did you mean "openai"?',
    ],
    [
      'a provider of a chain step',
      `${MODELS}fallback: { chains: [{ name: c, models: [{ provider: opnai, model: x }] }] }`,
      '9:54 fallback.chains[0].models[0].provider: no provider is called "opnai"; did you mean "openai"?',
    ],
    [
      'a fallback of a model',
      `${MODELS}    fallbacks: [gpt4o]`,
      '9:17 models[1].fallbacks[0]: no model or chain is called "gpt4o"; did you mean "gpt-4o"?',
    ],
    [
      'a fallback of every model',
      `${MODELS}fallback: { default: [sonet] }`,
      '9:23 fallback.default[0]: no model or chain is called "sonet"; did you mean "sonnet"?',
    ],
    [
      'a chain step without provider',
      `${MODELS}fallback: { chains: [{ name: c, models: [{ model: claud }] }] }`,
      '9:51 fallback.chains[0].models[0].model: no model is called "claud"; with a provider it could be one of the provider\'s own; did you mean "claude"?',
    ],
    [
      'a chain as a step',
      `${MODELS}fallback: { chains: [{ name: c, models: [{ model: d }] }, { name: d, models: [{ model: claude }] }] }`,
      '9:51 fallback.chains[0].models[0].model: "d" is a chain; a step is a model',
    ],
    [
      'a judge',
      `${MODELS}fallback: { triggers: [{ type: quality, checks: [{ type: judge, model: claud }] }] }`,
      '9:72 fallback.triggers[0].checks[0].model: no model or chain is called "claud"; did you mean "claude"?',
    ],
    [
      'where cost moves to',
      `${MODELS}fallback: { triggers: [{ type: cost, to: claud }] }`,
      '9:42 fallback.triggers[0].to: no model or chain is called "claud"; did you mean "claude"?',
    ],
    [
      'a candidate',
      `${MODELS}keys: [{ name: k, key: x, routing: { chat: { candidates: [{ modelName: gpt4o }] } } }]`,
      '9:72 keys[0].routing.chat.candidates[0].modelName: no model or chain is called "gpt4o"; did you mean "gpt-4o"?',
    ],
    [
      'a native fallback',
      `${MODELS}keys: [{ name: k, key: x, routing: { chat: { nativeFallback: { openai: [gpt4o] } } } }]`,
      '9:73 keys[0].routing.chat.nativeFallback.openai[0]: no model or chain is called "gpt4o"; did you mean "gpt-4o"?',
    ],
    [
      'a family of endpoints',
      `${MODELS}keys: [{ name: k, key: x, routing: { chat: { nativeFallback: { gemni: [] } } } }]`,
      '9:64 keys[0].routing.chat.nativeFallback.gemni: neither an endpoint family nor the name or kind of a provider; did you mean "gemini"?',
    ],
    [
      'a grant',
      `${MODELS}keys: [{ name: k, key: x, models: [claud] }]`,
      '9:36 keys[0].models[0]: "claud" is neither a model, a chain, "*" nor "provider/*"; did you mean "claude"?',
    ],
    [
      'a grant of a provider',
      `${MODELS}keys: [{ name: k, key: x, models: [opnai/*] }]`,
      '9:36 keys[0].models[0]: "opnai/*" is neither a model, a chain, "*" nor "provider/*"; did you mean "openai/*"?',
    ],
  ])('names what is not known: %s', (_what, text, problem) => {
    expect(problemsOf(text)).toEqual([problem])
  })

  it.each([
    [
      'a name of two models',
      `${MODELS}  - { name: gpt-4o, deployments: [{ provider: openai, model: x }] }`,
      '9:13 models[2].name: the name "gpt-4o" is already used at models[0].name (line 4)',
    ],
    [
      'an alias that is a model',
      `${MODELS}  - { name: n, aliases: [claude], deployments: [{ provider: openai, model: x }] }`,
      '9:26 models[2].aliases[0]: the name "claude" is already used at models[1].name (line 6)',
    ],
    [
      'a chain that is an alias',
      `${MODELS}fallback: { chains: [{ name: sonnet, models: [{ model: claude }] }] }`,
      '9:30 fallback.chains[0].name: the name "sonnet" is already used at models[1].aliases[0] (line 7)',
    ],
    [
      'a name of two keys',
      'keys: [{ name: k, key: x }, { name: k, key: z }]',
      '1:37 keys[1].name: the name "k" is already used at keys[0].name (line 1)',
    ],
    [
      'a secret of two keys',
      `keys:\n  - { name: a, key: \${KEY} }\n  - { name: b, key: \${KEY} }`,
      '3:5 keys[1]: has the same secret as keys[0] (line 2)',
    ],
    [
      'a secret and its own hash',
      'keys: [{ name: a, key: x }, { name: b, key_sha256: 2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881 }]',
      '1:29 keys[1]: has the same secret as keys[0] (line 1)',
    ],
    ['a key without secret', 'keys: [{ name: a }]', '1:8 keys[0]: missing: either key or key_sha256'],
    [
      'a key with both',
      `keys: [{ name: a, key: x, key_sha256: ${'0'.repeat(63)}a }]`,
      '1:8 keys[0]: either key or key_sha256, not both',
    ],
    [
      'a weight on some deployments',
      `${PROVIDERS}models:\n  - { name: a, deployments: [{ provider: openai, model: x, weight: 1 }, { provider: openai, model: y }] }`,
      '4:73 models[0].deployments[1]: missing weight: give every deployment of the model one, or none',
    ],
    [
      'a model that falls back to itself',
      `${MODELS}    fallbacks: [sonnet]`,
      '9:17 models[1].fallbacks[0]: fallbacks go in a circle: "claude" → "claude"',
    ],
    [
      'a circle over a chain',
      `${MODELS}    fallbacks: [c]\nfallback: { chains: [{ name: c, models: [{ model: gpt-4o }, { model: claude }] }] }`,
      '9:17 models[1].fallbacks[0]: fallbacks go in a circle: "claude" → "claude"',
    ],
    [
      'a model that falls back to itself in another order',
      `${MODELS}    fallbacks: ["sonnet:floor"]`,
      '9:17 models[1].fallbacks[0]: fallbacks go in a circle: "claude" → "claude"',
    ],
    [
      'types mixed in a chain',
      `${MODELS}    type: image\nfallback: { chains: [{ name: c, models: [{ model: gpt-4o }, { model: claude }] }] }`,
      '10:70 fallback.chains[0].models[1].model: a model of type image in a chain of type chat',
    ],
    [
      'a window smaller than the chain requires',
      `${MODELS}    context_window: 1000\nfallback: { chains: [{ name: c, models: [{ model: claude }], require: { context_window: 2000 } }] }`,
      '10:51 fallback.chains[0].models[0].model: its context window is 1000 tokens, the chain requires 2000',
    ],
    [
      'a window of the catalog smaller than the chain requires',
      `${MODELS}fallback: { chains: [{ name: c, models: [{ provider: openai, model: gpt-4o }], require: { context_window: 1000000 } }] }`,
      '9:69 fallback.chains[0].models[0].model: its context window is 128000 tokens, the chain requires 1000000',
    ],
    [
      'a capability that the chain requires',
      `${MODELS}    capabilities: [tools]\nfallback: { chains: [{ name: c, models: [{ model: claude }], require: { capabilities: [tools, vision] } }] }`,
      '10:51 fallback.chains[0].models[0].model: lacks what the chain requires: vision',
    ],
  ])('does not contradict itself: %s', (_what, text, problem) => {
    expect(problemsOf(text)).toEqual([problem])
  })

  it('shows a circle over several models', () => {
    const models = ['a', 'b', 'c'].map(
      (name, i) =>
        `  - { name: ${name}, fallbacks: [${'bca'.charAt(i)}], deployments: [{ provider: openai, model: x }] }`,
    )
    expect(problemsOf(`${PROVIDERS}models:\n${models.join('\n')}`)).toEqual([
      '6:28 models[2].fallbacks[0]: fallbacks go in a circle: "a" → "b" → "c" → "a"',
    ])
  })
})

describe('a valid file', () => {
  it('may name models in lists as a catalog has them, and with an order', () => {
    const elsewhere = `providers: { eu: { kind: anthropic, api_key: x } }
models: [{ name: s, deployments: [{ provider: eu, model: claude-sonnet-4-5-20250929 }] }]
`
    expect(problemsOf(`${elsewhere}fallback: { default: [anthropic/claude-sonnet-4.5, "s:floor"] }`)).toEqual(
      [],
    )
    expect(
      problemsOf(`${elsewhere}fallback: { default: [anthropic/claude-opus-4.1, "t:floor"] }`),
    ).toHaveLength(2)
  })

  it('may name models of providers directly in lists', () => {
    expect(problemsOf(`${MODELS}fallback: { default: [openai/gpt-4o-mini, sonnet] }`)).toEqual([])
  })

  it('may mix chat and reasoning in a chain, and use a chain as fallback', () => {
    const text = `${MODELS}    type: reasoning
  - { name: third, fallbacks: [c], deployments: [{ provider: openai, model: x }] }
fallback: { chains: [{ name: c, models: [{ model: gpt-4o }, { model: claude }] }] }
`
    expect(problemsOf(text)).toEqual([])
  })

  it('may lead to one model on two ways', () => {
    const text = `${MODELS}    fallbacks: [gpt-4o, third]
  - { name: third, fallbacks: [gpt-4o], deployments: [{ provider: openai, model: x }] }
`
    expect(problemsOf(text)).toEqual([])
  })

  it('says what cannot be checked and what will not work', () => {
    const result = readExample(`providers:
  openai: { kind: openai }
fallback:
  chains:
    - name: c
      models: [{ provider: openai, model: nobody-knows }]
      require: { context_window: 1000, capabilities: [tools] }
`)
    expect(result.kind).toBe('valid')
    expect(formatProblems('f', result.warnings)).toEqual([
      'f:1:1 no keys: every request will be refused with 401',
      'f:2:11 providers.openai: no api_key: requests go to the vendor without one',
      'f:6:43 fallback.chains[0].models[0].model: its context window is not known: it counts as large enough for the chain',
      'f:6:43 fallback.chains[0].models[0].model: its capabilities are not known: it counts as able to do what the chain requires',
    ])
  })
})
