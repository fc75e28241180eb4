import { describe, expect, it } from 'vitest'
import { judgeAnswer, type Verdict } from './openai-chat-answer.ts'
import { readUsage } from './openai-chat-usage.ts'

const PLAIN = { refusal: false, contentFilter: false }
const STRICT = { refusal: true, contentFilter: true }

function answer(message: unknown, finish: string | null = 'stop'): string {
  return JSON.stringify({ model: 'm', choices: [{ index: 0, message, finish_reason: finish }] })
}

function short(verdict: Verdict): string {
  if (verdict.kind === 'answered') return verdict.flag ?? 'answered'
  return verdict.kind === 'error' ? 'error' : `failed ${verdict.class}`
}

describe('judging an unstreamed answer', () => {
  const cases: readonly (readonly [string, string, string, string])[] = [
    ['text', answer({ content: 'hi' }), 'answered', 'answered'],
    ['leading blank lines', `\n\n\n${answer({ content: 'hi' })}`, 'answered', 'answered'],
    ['a list of parts', answer({ content: [{ type: 'text', text: 'x' }] }), 'answered', 'answered'],
    ['reasoning only', answer({ content: '', reasoning_content: 'hm' }), 'answered', 'answered'],
    [
      'a tool call',
      answer({ content: null, tool_calls: [{ id: 'a' }] }, 'tool_calls'),
      'answered',
      'answered',
    ],
    ['a legacy function call', answer({ function_call: { name: 'f' } }), 'answered', 'answered'],
    ['nothing, cut by length', answer({ content: '' }, 'length'), 'answered', 'answered'],
    ['nothing', answer({ content: '' }), 'failed empty_response', 'failed empty_response'],
    [
      'nothing and no finish',
      answer({ content: null }, null),
      'failed empty_response',
      'failed empty_response',
    ],
    ['no choices', '{"choices":[]}', 'failed empty_response', 'failed empty_response'],
    ['a refusal', answer({ content: null, refusal: 'no' }), 'refusal', 'failed refusal'],
    [
      'a content filter',
      answer({ content: 'x' }, 'content_filter'),
      'content_filter',
      'failed content_filter',
    ],
    [
      'a content filter of Gemini',
      answer({}, 'content_filter: SAFETY'),
      'content_filter',
      'failed content_filter',
    ],
    [
      'a malformed tool call',
      answer({}, 'function_call_filter: MALFORMED_FUNCTION_CALL'),
      'failed tool_generation_failed',
      'failed tool_generation_failed',
    ],
    ['an error', '{"error":{"message":"x"}}', 'error', 'error'],
    ['an error that is text', '{"error":"x"}', 'error', 'error'],
    [
      'no error',
      JSON.stringify({ error: null, choices: [{ message: { content: 'x' }, finish_reason: 'stop' }] }),
      'answered',
      'answered',
    ],
    ['a list with one error', '[{"error":{"code":429}}]', 'error', 'error'],
    ['a flat error', '{"object":"error","message":"x"}', 'error', 'error'],
    ['an error in a choice', '{"choices":[{"error":{"code":502}}]}', 'error', 'error'],
    ['a finish reason error', answer({ content: 'x' }, 'error'), 'error', 'error'],
    ['no JSON', '<html>', 'failed server_error', 'failed server_error'],
    ['an empty body', '', 'failed server_error', 'failed server_error'],
    ['a cut body', answer({ content: 'hi' }).slice(0, -5), 'failed server_error', 'failed server_error'],
    ['another object', '{"ok":true}', 'failed server_error', 'failed server_error'],
    ['a scalar', '3', 'failed server_error', 'failed server_error'],
  ]
  it.each(cases)('understands %s', (_, text, plain, strict) => {
    expect(short(judgeAnswer(text, PLAIN).verdict)).toBe(plain)
    expect(short(judgeAnswer(text, STRICT).verdict)).toBe(strict)
  })

  it('tells model, finish reason and size', () => {
    expect(judgeAnswer(answer({ content: 'four' }), PLAIN)).toMatchObject({
      reportedModel: 'm',
      finish: 'stop',
      chars: 4,
    })
  })
})

describe('reading usage', () => {
  const details = {
    prompt_tokens_details: { cached_tokens: 11 },
    completion_tokens_details: { reasoning_tokens: 340 },
  }
  it.each([
    [
      'OpenAI',
      { usage: { prompt_tokens: 10, completion_tokens: 400, total_tokens: 410, ...details } },
      [10, 10, 400, 340],
    ],
    [
      'xAI, which leaves reasoning out',
      { usage: { prompt_tokens: 12, completion_tokens: 2, total_tokens: 354, ...details } },
      [12, 11, 342, 340],
    ],
    [
      'Gemini, which leaves thoughts out',
      { usage: { prompt_tokens: 5, completion_tokens: 2, total_tokens: 17 } },
      [5, 0, 12, 10],
    ],
    [
      'DeepSeek',
      { usage: { prompt_tokens: 9, completion_tokens: 1, prompt_cache_hit_tokens: 4 } },
      [9, 4, 1, 0],
    ],
    ['Groq streams', { x_groq: { usage: { prompt_tokens: 1, completion_tokens: 2 } } }, [1, 0, 2, 0]],
    ['nonsense', { usage: { prompt_tokens: -5, completion_tokens: 'x' } }, [0, 0, 0, 0]],
  ])('understands %s', (_, body, [input, cachedInput, output, reasoning]) => {
    expect(readUsage(body)).toMatchObject({ input, cachedInput, output, reasoning, estimated: false })
  })

  it('knows when there is none', () => {
    expect(readUsage({ usage: null })).toBeNull()
  })
})
