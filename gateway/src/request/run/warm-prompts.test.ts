import { describe, expect, it } from 'vitest'
import { deployment } from '#simulator/sample'
import { WarmPrompts } from './warm-prompts.ts'

const { id: one } = deployment('one')
const { id: other } = deployment('other')

describe('who has a prompt cached', () => {
  it('is the one that answered it last, for five minutes', () => {
    const prompts = new WarmPrompts()
    expect(prompts.of(7, 0)).toBeNull()
    prompts.answered(7, one, 0)
    prompts.answered(7, other, 1_000)
    expect(prompts.of(7, 300_999)).toBe(other)
    expect(prompts.of(7, 301_000)).toBeNull()
  })

  it('is forgotten when another prompt takes its slot, and never mistaken for it', () => {
    const prompts = new WarmPrompts()
    prompts.answered(7, one, 0)
    expect(prompts.of(7 + 4_096, 0)).toBeNull()
    prompts.answered(7 + 4_096, other, 0)
    expect(prompts.of(7, 0)).toBeNull()
    expect(prompts.of(7 + 4_096, 0)).toBe(other)
  })
})
