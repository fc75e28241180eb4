import fc from 'fast-check'
import { expect, it } from 'vitest'
import { verdictOf } from './answer-verdict.ts'
import { asObject } from './json-read.ts'
import { openaiChat } from './openai-chat/codec.ts'
import { judgeAnswer } from './openai-chat-answer.ts'

const answer = fc.record({
  message: fc.record({
    content: fc.constantFrom(null, '', 'Hello'),
    reasoning_content: fc.constantFrom(null, 'hm'),
    refusal: fc.constantFrom(null, null, 'No.'),
    tool_calls: fc.constantFrom(null, [
      { id: 'a', type: 'function', function: { name: 'f', arguments: '{}' } },
    ]),
  }),
  finish_reason: fc.constantFrom(
    'stop',
    'length',
    'tool_calls',
    'content_filter',
    'malformed_function_call',
    null,
  ),
})
const judge = fc.record({ refusal: fc.boolean(), contentFilter: fc.boolean() })

it('judges a whole answer in the canonical form as it is judged in its own dialect', () => {
  fc.assert(
    fc.property(answer, judge, (choice, judging) => {
      const body = { id: 'c', model: 'm', choices: [{ index: 0, ...choice }] }
      const canonical = openaiChat.decodeAnswer(asObject(body) ?? {})
      if (canonical === null) throw new Error('not read')
      expect(verdictOf(canonical, judging)).toEqual(judgeAnswer(JSON.stringify(body), judging).verdict)
    }),
  )
})
