import type { Dialect } from '#domain/request'

const SCHEMA = {
  type: 'object',
  properties: { 'city': { type: 'string' }, 'unit-of': { type: 'string', enum: ['c', 'f'] } },
  required: ['city'],
}
const PNG = 'iVBORw0KGgo='
const PDF = 'JVBERi0xLjQ='
const IMAGE_URL = 'https://example.com/a.png'
/** Longer than the ids that OpenAI takes. */
const LONG_ID = `call_${'x'.repeat(90)}`

/** One conversation as clients of every dialect put it: two calls of one tool, answered in reverse, one of them failed. */
export const CONVERSATIONS: Readonly<Partial<Record<Dialect, Readonly<Record<string, unknown>>>>> = {
  'openai-chat': {
    model: 'm',
    messages: [
      { role: 'system', content: 'S1' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'U1' },
          { type: 'image_url', image_url: { url: `data:image/png;base64,${PNG}`, detail: 'low' } },
          { type: 'image_url', image_url: { url: IMAGE_URL } },
          { type: 'file', file: { filename: 'a.pdf', file_data: `data:application/pdf;base64,${PDF}` } },
        ],
      },
      {
        role: 'assistant',
        content: 'A1',
        tool_calls: [
          { id: LONG_ID, type: 'function', function: { name: 'weather', arguments: '{"city":"Oslo"}' } },
          { id: 'b.2', type: 'function', function: { name: 'weather', arguments: '{"city":"Rome"}' } },
        ],
      },
      { role: 'tool', tool_call_id: 'b.2', content: 'R2' },
      { role: 'tool', tool_call_id: LONG_ID, content: 'R1' },
      { role: 'assistant', content: null },
      { role: 'user', content: 'U2' },
    ],
    tools: [{ type: 'function', function: { name: 'weather', description: 'D', parameters: SCHEMA } }],
    tool_choice: 'required',
    parallel_tool_calls: false,
    response_format: { type: 'json_schema', json_schema: { name: 'n', schema: SCHEMA, strict: true } },
    max_tokens: 500,
    temperature: 0.5,
    stop: ['END'],
    logit_bias: { secret: 1 },
  },
  'openai-responses': {
    model: 'm',
    instructions: 'S1',
    input: [
      {
        role: 'user',
        content: [
          { type: 'input_text', text: 'U1' },
          { type: 'input_image', image_url: `data:image/png;base64,${PNG}`, detail: 'low' },
          { type: 'input_image', image_url: IMAGE_URL },
          { type: 'input_file', filename: 'a.pdf', file_data: `data:application/pdf;base64,${PDF}` },
        ],
      },
      { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'ENCRYPTED' },
      { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'A1' }] },
      { type: 'function_call', call_id: LONG_ID, name: 'weather', arguments: '{"city":"Oslo"}' },
      { type: 'function_call', call_id: 'b.2', name: 'weather', arguments: '{"city":"Rome"}' },
      { type: 'function_call_output', call_id: 'b.2', output: 'R2' },
      { type: 'function_call_output', call_id: LONG_ID, output: [{ type: 'input_text', text: 'R1' }] },
      { role: 'user', content: 'U2' },
    ],
    tools: [{ type: 'function', name: 'weather', description: 'D', parameters: SCHEMA, strict: false }],
    tool_choice: 'required',
    parallel_tool_calls: false,
    text: { format: { type: 'json_schema', name: 'n', schema: SCHEMA, strict: true } },
    max_output_tokens: 500,
    temperature: 0.5,
  },
  'anthropic-messages': {
    model: 'm',
    max_tokens: 500,
    system: [{ type: 'text', text: 'S1', cache_control: { type: 'ephemeral' } }],
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'U1' },
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: PNG } },
          { type: 'image', source: { type: 'url', url: IMAGE_URL } },
          {
            type: 'document',
            title: 'a.pdf',
            source: { type: 'base64', media_type: 'application/pdf', data: PDF },
          },
        ],
      },
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'T1', signature: 'SIGNATURE' },
          { type: 'redacted_thinking', data: 'REDACTED' },
          { type: 'text', text: 'A1' },
          { type: 'tool_use', id: LONG_ID, name: 'weather', input: { city: 'Oslo' } },
          { type: 'tool_use', id: 'b.2', name: 'weather', input: { city: 'Rome' } },
        ],
      },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 'b.2', content: 'R2', is_error: true },
          { type: 'tool_result', tool_use_id: LONG_ID, content: [{ type: 'text', text: 'R1' }] },
          { type: 'text', text: 'U2' },
        ],
      },
    ],
    tools: [{ name: 'weather', description: 'D', input_schema: SCHEMA }],
    tool_choice: { type: 'any', disable_parallel_tool_use: true },
    output_config: { format: { type: 'json_schema', schema: SCHEMA } },
    stop_sequences: ['END'],
    temperature: 0.5,
    container: 'secret',
  },
  'gemini': {
    systemInstruction: { parts: [{ text: 'S1' }] },
    contents: [
      {
        role: 'user',
        parts: [
          { text: 'U1' },
          { inlineData: { mimeType: 'image/png', data: PNG } },
          { fileData: { mimeType: 'image/png', fileUri: IMAGE_URL } },
          { inlineData: { mimeType: 'application/pdf', data: PDF } },
        ],
      },
      {
        role: 'model',
        parts: [
          { text: 'T1', thought: true, thoughtSignature: 'SIGNATURE-1' },
          { text: 'A1' },
          { functionCall: { name: 'weather', args: { city: 'Oslo' } }, thoughtSignature: 'SIGNATURE-2' },
          { functionCall: { name: 'weather', args: { city: 'Rome' } } },
        ],
      },
      {
        role: 'user',
        parts: [
          { functionResponse: { name: 'weather', response: { result: 'R1' } } },
          { functionResponse: { name: 'weather', response: { error: 'R2' } } },
          { text: 'U2' },
        ],
      },
    ],
    tools: [{ functionDeclarations: [{ name: 'weather', description: 'D', parametersJsonSchema: SCHEMA }] }],
    toolConfig: { functionCallingConfig: { mode: 'ANY' } },
    generationConfig: {
      maxOutputTokens: 500,
      temperature: 0.5,
      stopSequences: ['END'],
      responseMimeType: 'application/json',
      responseJsonSchema: SCHEMA,
    },
    safetySettings: [{ category: 'secret' }],
  },
}

export const EXAMPLE = { schema: SCHEMA, png: PNG, pdf: PDF, imageUrl: IMAGE_URL }
