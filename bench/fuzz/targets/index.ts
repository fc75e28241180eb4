import type { Target } from '../target.ts'
import { answer } from './answer.ts'
import { config } from './config.ts'
import { request } from './request.ts'
import { stream } from './stream.ts'
import { upstreamError } from './upstream-error.ts'

/** Everything pure that reads what strangers send. */
export const TARGETS: readonly Target[] = [stream, request, answer, upstreamError, config]
