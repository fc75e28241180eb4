import type { CanonicalMessage } from './canonical.ts'

/** Puts the names of tools into their results: some dialects repeat them there, in others only the call has them. */
export function withToolNames(messages: readonly CanonicalMessage[]): readonly CanonicalMessage[] {
  const names = new Map<string, string>()
  return messages.map((message) => {
    for (const part of message.parts) if (part.kind === 'tool_call') names.set(part.id, part.name)
    if (!message.parts.some(({ kind }) => kind === 'tool_result')) return message
    const parts = message.parts.map((part) =>
      part.kind === 'tool_result' ? { ...part, name: part.name ?? names.get(part.callId) ?? null } : part,
    )
    return { ...message, parts }
  })
}
