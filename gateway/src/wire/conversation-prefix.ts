import type { JsonObject } from './json-read.ts'
import { asList, asObject, parseJson } from './json-read.ts'

/** The providers that publish a minimum cache prompts of at least so many tokens. */
const LEAST_TOKENS = 1_024
const CHARACTERS_PER_TOKEN = 4

const decoder = new TextDecoder()

/**
 * A short text that requests share whose leading messages are the same, up to the one that passes 1,024 tokens: the
 * turns of one conversation do. `null`: the conversation is shorter than that.
 */
export function conversationPrefix(bytes: Uint8Array): string | null {
  const body = asObject(parseJson(decoder.decode(bytes))) ?? {}
  const hash = new TextHash()
  let characters = 0
  for (const part of leadingParts(body)) {
    const text = JSON.stringify(part)
    hash.add(text)
    characters += text.length
    if (characters >= LEAST_TOKENS * CHARACTERS_PER_TOKEN) return hash.text()
  }
  return null
}

/** Instructions and turns, whatever the dialect calls them. */
function leadingParts(body: JsonObject): readonly unknown[] {
  const { system, instructions, systemInstruction, messages, input, contents } = body
  const turns = [messages, input, contents].flatMap(asList)
  return [system, instructions, systemInstruction, ...turns].filter((part) => part !== undefined)
}

/** cyrb53 (bryc, public domain) in its two halves: not for secrets, but far apart for texts that differ. */
class TextHash {
  #one = 0xdeadbeef
  #two = 0x41c6ce57

  add(text: string): void {
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at)
      this.#one = Math.imul(this.#one ^ code, 2_654_435_761)
      this.#two = Math.imul(this.#two ^ code, 1_597_334_677)
    }
  }

  text(): string {
    return `${(this.#one >>> 0).toString(36)}-${(this.#two >>> 0).toString(36)}`
  }
}
