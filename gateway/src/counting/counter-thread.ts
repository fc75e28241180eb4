import { parentPort } from 'node:worker_threads'
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base'
import { countableText } from '#wire/countable-text'
import { TOKENS_PER_MESSAGE } from '#wire/estimate-tokens'
import type { CountJob } from './token-counter.ts'

/** Text that looks like a mark of the model's is text. */
const AS_TEXT = { disallowedSpecial: new Set<string>() }

parentPort?.on('message', ({ number, dialect, body }: CountJob) => {
  const counted = countableText(dialect, body)
  const tokens =
    counted === null ? null : countTokens(counted.text, AS_TEXT) + counted.messages * TOKENS_PER_MESSAGE
  parentPort?.postMessage({ number, tokens })
})
