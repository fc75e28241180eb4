import { useDebouncedValue } from '@mantine/hooks'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Chain, ChainBody, WrittenChain } from '#api/chains'
import { validateChain, validationQuery } from '#api/chains'
import { bodyOf, isSame } from './chain-body.ts'

/** So long nobody types before what is written is looked at. */
const PAUSE_MS = 300

interface Draft {
  /** What is changed; `null`: it is new. */
  readonly base: Chain | null
  /** As it was before anybody changed it. */
  readonly start: ChainBody
  readonly body: ChainBody
  /** The same as YAML, while that is what is written; `null`: the form is. */
  readonly yaml: { readonly text: string; readonly opened: string } | null
}

/** A chain while it is written, in the form or as YAML, and what is wrong with it. */
export function useChainDraft(saved: Chain | null, initial: ChainBody) {
  const [draft, setDraft] = useState<Draft>({ base: saved, start: initial, body: initial, yaml: null })
  const { base, start, body, yaml } = draft
  const written: WrittenChain = yaml === null ? { chain: body } : { yaml: yaml.text }
  // As text, which stays the same value while nothing changes.
  const now = JSON.stringify(written)
  const [looked] = useDebouncedValue(now, PAUSE_MS)
  const replaces = base?.id ?? null
  const { data, isPlaceholderData, error } = useQuery(
    validationQuery(JSON.parse(looked) as WrittenChain, replaces),
  )
  const validation = data !== undefined && !isPlaceholderData && looked === now ? data : null
  const open = useMutation({
    mutationFn: async () => (await validateChain({ chain: body }, replaces)).yaml ?? '',
    onSuccess: (text) => setDraft((before) => ({ ...before, yaml: { text, opened: text } })),
  })
  const rewritten = yaml !== null && yaml.text !== yaml.opened
  const dirty = rewritten || !isSame(body, start)
  const adopt = (chain: Chain): void => {
    const of = bodyOf(chain)
    setDraft({ base: chain, start: of, body: of, yaml: null })
  }
  const newer = saved !== null && base !== null && saved.revision > base.revision ? saved : null
  // What somebody else has made of it is taken as long as nothing was changed here.
  if (newer !== null && !dirty) adopt(newer)
  const asYaml = validation?.valid === true ? (validation.chain as ChainBody | null) : null
  return {
    base,
    body,
    yaml: yaml?.text ?? null,
    dirty,
    /** What is wrong with what is written now; `null`: it is still being looked at. */
    validation,
    /** That it could not be looked at. */
    error: error ?? open.error,
    /** What would be saved; `null`: nothing that could be. */
    result: yaml === null || !rewritten ? body : asYaml,
    /** Somebody else has changed it meanwhile. */
    theirs: newer,
    opening: open.isPending,
    change: (part: Partial<ChainBody>) =>
      setDraft((before) => ({ ...before, body: { ...before.body, ...part } })),
    write: (text: string) =>
      setDraft((before) => (before.yaml === null ? before : { ...before, yaml: { ...before.yaml, text } })),
    openYaml: () => open.mutate(),
    /** False where the YAML is not such that the form could show it. */
    openForm: (): boolean => {
      if (rewritten && asYaml === null) return false
      setDraft((before) => ({
        ...before,
        body: rewritten && asYaml !== null ? asYaml : before.body,
        yaml: null,
      }))
      return true
    },
    adopt,
    /** What is written here is saved; whoever wrote YAML goes on with it. */
    kept: (chain: Chain) => {
      const of = bodyOf(chain)
      setDraft(({ yaml: before }) => ({
        base: chain,
        start: of,
        body: of,
        yaml: before === null ? null : { text: before.text, opened: before.text },
      }))
    },
    /** What is written here is to stand, whatever theirs was. */
    insist: (chain: Chain) => setDraft((before) => ({ ...before, base: chain, start: bodyOf(chain) })),
  }
}

export type ChainDraft = ReturnType<typeof useChainDraft>
