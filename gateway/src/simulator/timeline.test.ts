import { describe, expect, it } from 'vitest'
import type { Behavior } from './behavior.ts'
import { answerOf } from './answer.ts'
import { openaiChat } from './openai-chat.ts'
import { timelineOf } from './timeline.ts'

/** The kinds of the steps, with what matters of each. */
function outline(behavior: Behavior, streamed: boolean): string[] {
  const asked = { model: 'm', streamed, includeUsage: false }
  const answer = answerOf(behavior, openaiChat, { asked, n: 1, createdS: 1, estimatedInput: 1 })
  return timelineOf(behavior, answer, {}).map((step) => {
    switch (step.kind) {
      case 'wait':
        return `wait ${step.ms}`
      case 'write': {
        const text = Buffer.from(step.bytes).toString('utf8')
        return text.startsWith(':') ? 'comment' : (/"content":"([^"]+)"/.exec(text)?.[1] ?? 'write')
      }
      case 'cut':
        return `cut ${step.how}`
      default:
        return step.kind
    }
  })
}

describe('timelineOf', () => {
  it('writes an unstreamed answer at once and a stream event by event', () => {
    expect(outline({ text: 'a b' }, false)).toEqual(['head', 'a b', 'end'])
    expect(outline({ text: 'a b' }, true)).toEqual(['head', 'write', 'a', ' b', 'write', 'write', 'end'])
  })

  it('waits before the headers, before the first token and between the chunks', () => {
    const delays = { beforeHeadersMs: 10, beforeFirstTokenMs: 20, betweenChunksMs: 5 }
    expect(outline({ text: 'a b', delays }, true)).toEqual([
      'wait 10',
      'head',
      'write',
      'wait 20',
      'a',
      'wait 5',
      ' b',
      'wait 5',
      'write',
      'write',
      'end',
    ])
    expect(outline({ text: 'a b', delays }, false)).toEqual(['wait 10', 'head', 'wait 20', 'a b', 'end'])
  })

  it('waits before the finish reason where there is no token to wait for', () => {
    const delays = { beforeFirstTokenMs: 20 }
    expect(outline({ text: '', delays }, true)).toEqual(['head', 'write', 'wait 20', 'write', 'write', 'end'])
  })

  it('sends comments right after the headers', () => {
    const behavior: Behavior = { text: 'a', keepalive: { count: 2 }, delays: { beforeFirstTokenMs: 9 } }
    expect(outline(behavior, true).slice(0, 5)).toEqual(['head', 'comment', 'comment', 'write', 'wait 9'])
  })

  it('stops where it hangs or is cut', () => {
    expect(outline({ hang: 'before_headers' }, true)).toEqual(['hang'])
    expect(outline({ hang: 'before_first_token' }, true)).toEqual(['head', 'write', 'hang'])
    expect(outline({ hang: 'before_first_token' }, false)).toEqual(['head', 'hang'])
    expect(outline({ text: 'a b', hang: { afterTokens: 2 } }, true)).toEqual([
      'head',
      'write',
      'a',
      ' b',
      'hang',
    ])
    expect(outline({ cut: { at: 'before_headers', how: 'reset' } }, false)).toEqual(['cut reset'])
    expect(outline({ cut: { at: 'after_headers', how: 'end' } }, true)).toEqual(['head', 'cut end'])
    expect(outline({ text: 'a b', cut: { at: { afterTokens: 1 }, how: 'reset' } }, true)).toEqual([
      'head',
      'write',
      'a',
      'cut reset',
    ])
  })

  it('always cuts, at the latest after the last byte', () => {
    const cut = { at: { afterBytes: 1_000_000 }, how: 'reset' } as const
    expect(outline({ text: 'a', cut }, false)).toEqual(['head', 'a', 'cut reset'])
  })

  it('keeps waits apart from the bytes when it writes in pieces', () => {
    const behavior: Behavior = { text: 'a', pieceBytes: 1e6, delays: { beforeFirstTokenMs: 7 } }
    expect(outline(behavior, true)).toEqual(['head', 'write', 'wait 7', 'a', 'end'])
  })
})
