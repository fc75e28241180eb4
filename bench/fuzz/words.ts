import fc from 'fast-check'

const scalar = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, 0, 1, -1, 0.5, 1e308, Number.MAX_SAFE_INTEGER, 4_294_967_296),
  fc.constantFrom<unknown>(
    '',
    'm',
    'user',
    'text',
    'image_url',
    'function',
    'data:;base64,',
    'auto',
    'x\r\ny: z',
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
)
const name = fc.constantFrom(
  'type',
  'role',
  'content',
  'text',
  'name',
  'function',
  'arguments',
  'tool_calls',
  'id',
  'order',
  'only',
  'sort',
  'fallback',
  'routing',
  'chain',
  'triggers',
  'retry',
  'timeouts',
  'hedge',
  'gateway',
  'max_price',
  'image_url',
  'url',
  'source',
  'data',
  'parts',
  'functionCall',
  'schema',
  'json_schema',
  '__proto__',
  'length',
)

/** Any JSON, made of the words that mean something here. */
export const jsonValue: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.array(fc.tuple(name, tie('value')), { maxLength: 4 }).map((pairs) => Object.fromEntries(pairs)),
  ),
})).value

const TOOL = { type: 'function', function: { name: 'f', parameters: { type: 'object', properties: {} } } }

/** Good requests of every dialect, to be spoiled. */
export const REQUESTS: readonly Readonly<Record<string, unknown>>[] = [
  { model: 'm', messages: [{ role: 'user', content: 'Hi' }] },
  {
    model: 'm',
    stream: true,
    messages: [
      { role: 'system', content: 'Be brief.' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Grüße' },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,AA==' } },
        ],
      },
      {
        role: 'assistant',
        tool_calls: [{ id: 'c', type: 'function', function: { name: 'f', arguments: '{}' } }],
      },
      { role: 'tool', tool_call_id: 'c', content: 'done' },
    ],
    tools: [TOOL],
    response_format: { type: 'json_schema', json_schema: { name: 's', schema: { type: 'object' } } },
  },
  {
    model: 'm',
    messages: [{ role: 'user', content: 'Hi' }],
    provider: { fallback: ['n'], order: ['p'], sort: 'price', max_price: { prompt: 1 } },
    backstay: {
      chain: 'c',
      triggers: ['5xx', { type: 'latency', threshold_ms: 5 }],
      retry: { max_attempts: 2 },
    },
    models: ['n'],
  },
  {
    model: 'm',
    max_tokens: 10,
    system: [{ type: 'text', text: 'x' }],
    messages: [
      { role: 'user', content: [{ type: 'text', text: 'Hi' }] },
      { role: 'assistant', content: [{ type: 'tool_use', id: 't', name: 'f', input: {} }] },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't', content: 'ok' }] },
    ],
    tools: [{ name: 'f', input_schema: { type: 'object' } }],
  },
  {
    model: 'm',
    input: [{ role: 'user', content: [{ type: 'input_text', text: 'Hi' }] }],
    tools: [{ type: 'function', name: 'f', parameters: {} }],
  },
  {
    contents: [{ role: 'user', parts: [{ text: 'Hi' }] }],
    generationConfig: { maxOutputTokens: 5 },
    tools: [{ functionDeclarations: [{ name: 'f' }] }],
  },
]
