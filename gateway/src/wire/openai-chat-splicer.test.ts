import { describe, expect, it } from 'vitest'
import { chunk, end, oneStream, shapeOf, FIRST, role, SECOND, spliced, texts } from './example-splice.ts'
import { DONE, event } from './example-stream.ts'

const reasoning = chunk(SECOND, { reasoning_content: 'Let me see.' })

describe('joining a second stream to a first one', () => {
  it('gives nothing of a restart that goes another way, or ends too early', () => {
    const first = role(FIRST) + texts(FIRST, ['One', ' two', ' three'])
    for (const other of [['One', ' too', ' many'], ['One'], []]) {
      const joined = spliced({
        first,
        second: role(SECOND) + texts(SECOND, other) + end(SECOND),
        rung: 'restart',
      })
      expect(joined.diverged).not.toBeNull()
      expect(joined.text).toBe('One two three')
      expect(joined.splicer.delivered.text).toBe('One two three')
      expect(joined.splicer.open).toBe(false)
    }
  })

  it('is complete when the text was, and only its end was missing', () => {
    const first = role(FIRST) + texts(FIRST, ['One', ' two'])
    for (const [rung, second] of [
      ['restart', texts(SECOND, ['One', ' two'])],
      ['prefill', ''],
      ['instructed', ''],
    ] as const) {
      const joined = spliced({ first, second: role(SECOND) + second + end(SECOND, 'length'), rung })
      expect(joined.text).toBe('One two')
      expect(shapeOf(joined)).toEqual(oneStream())
    }
  })

  it('starts anew when there was nothing but reasoning', () => {
    const thought = chunk(FIRST, { reasoning_content: 'Hm' })
    const second = role(SECOND) + reasoning + texts(SECOND, ['Hi', ' there'])
    const joined = spliced({ first: role(FIRST) + thought, second: second + end(SECOND), rung: 'clean' })
    expect(joined.text).toBe('Hi there')
    expect(shapeOf(joined)).toEqual(oneStream())
    expect(joined.splicer.delivered.reasoningChars).toBe('Hm'.length + 'Let me see.'.length)
  })

  it('has the role of the second stream when the first had none', () => {
    const joined = spliced({
      first: chunk(FIRST, { reasoning: 'Hm' }),
      second: role(SECOND) + texts(SECOND, ['Hi']) + end(SECOND),
      rung: 'clean',
    })
    expect(shapeOf(joined)).toEqual(oneStream())
  })

  it('keeps a tool call that comes after the text', () => {
    const call = {
      tool_calls: [{ index: 0, id: 't', type: 'function', function: { name: 'f', arguments: '{' } }],
    }
    const more = { tool_calls: [{ index: 0, function: { arguments: '}' } }] }
    const calls = chunk(SECOND, { content: null, ...call }) + chunk(SECOND, more) + end(SECOND, 'tool_calls')
    const first = role(FIRST) + texts(FIRST, ['Let me look'])
    for (const [rung, before] of [
      ['prefill', ' it up'],
      ['instructed', ' it up'],
      ['restart', 'Let me look it up'],
    ] as const) {
      const joined = spliced({ first, second: role(SECOND) + texts(SECOND, [before]) + calls, rung })
      expect(joined.text).toBe('Let me look it up')
      expect(shapeOf(joined)).toEqual(oneStream())
      const deltas = joined.chunks.flatMap(({ choices }) => choices.map(({ delta }) => delta))
      expect(deltas.filter((delta) => delta['tool_calls'] !== undefined)).toMatchObject([call, more])
      expect(joined.splicer.delivered.obstacle).toBe('a tool call had begun')
    }
  })

  it('does not take a tool call in place of text that has to be repeated', () => {
    const call = chunk(SECOND, {
      tool_calls: [{ index: 0, id: 't', function: { name: 'f', arguments: '' } }],
    })
    const first = role(FIRST) + texts(FIRST, ['One', ' two'])
    const second = role(SECOND) + texts(SECOND, ['One']) + call + end(SECOND, 'tool_calls')
    expect(spliced({ first, second, rung: 'restart' }).diverged).not.toBeNull()
  })

  it.each([[{ refusal: 'No.' }], [{ content: [{ type: 'text', text: 'x' }] }], [{ audio: { id: 'x' } }]])(
    'does not take %j in place of text',
    (piece) => {
      const first = role(FIRST) + texts(FIRST, ['One'])
      const second = role(SECOND) + chunk(SECOND, piece) + end(SECOND)
      for (const rung of ['prefill', 'restart', 'instructed'] as const) {
        const joined = spliced({ first, second, rung })
        expect(joined.diverged).not.toBeNull()
        expect(joined.text).toBe('One')
      }
    },
  )

  it('takes usage from the last chunk where it stands there', () => {
    const usage = { prompt_tokens: 20, completion_tokens: 6, total_tokens: 26 }
    const choices = [{ index: 0, delta: {}, finish_reason: 'stop' }]
    const last = event({ id: 's', choices, usage }) + DONE
    const first = role(FIRST) + texts(FIRST, ['One'])
    const second = role(SECOND) + texts(SECOND, ['One two']) + last
    for (const includeUsage of [true, false]) {
      const joined = spliced({ first, second, rung: 'restart', includeUsage })
      expect(shapeOf(joined)).toEqual(oneStream(includeUsage))
    }
  })

  it('keeps what else the chunks say', () => {
    const logprobs = { content: [] }
    const choice = (content: string) => ({ index: 0, delta: { content }, finish_reason: null, logprobs })
    const event2 = (content: string) => event({ id: 's', service_tier: 'flex', choices: [choice(content)] })
    const first = role(FIRST) + texts(FIRST, ['One'])
    const second = event2('One two') + event2(' three') + end(SECOND)
    const { chunks } = spliced({ first, second, rung: 'restart' })
    const [half, whole] = chunks.filter((one) => 'service_tier' in one)
    expect(half?.choices[0]).not.toHaveProperty('logprobs')
    expect(whole?.choices[0]).toMatchObject({ logprobs, delta: { content: ' three' } })
  })
})
