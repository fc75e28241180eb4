import type { IncomingHttpHeaders } from 'node:http'
import { GatewayError } from '#domain/errors'
import type { FormBody } from '#domain/form'
import type { ClientCodec } from '#wire/codec'
import { readForm } from '#wire/form-body'
import { formMembers } from '#wire/form-members'
import { CONTROL_MEMBERS } from './controls.ts'
import type { JsonObject } from './controls-members.ts'
import { parseObject } from './parse-object.ts'

interface Written {
  readonly headers: IncomingHttpHeaders
  readonly bytes: Buffer
  readonly codec: ClientCodec
}

/** Members of a form that are no texts. An id may look like a number and is none. */
const STRUCTURED = ['stream', ...CONTROL_MEMBERS.filter((name) => name !== 'session_id')]

/** The members of a body, JSON or a form as the endpoint has it. Throws `invalid_json`, `invalid_body` or `invalid_header`. */
export function readMembers({ headers, bytes, codec }: Written): {
  readonly body: JsonObject
  readonly form: FormBody | null
} {
  const contentType = headers['content-type'] ?? ''
  if (!/^multipart\/form-data/i.test(contentType)) {
    if (codec.forms === 'always') throw wrongType('This endpoint takes multipart/form-data, with its file.')
    return { body: parseObject(bytes), form: null }
  }
  if (codec.forms === undefined) throw wrongType('This endpoint takes JSON, not multipart/form-data.')
  const read = readForm(bytes, contentType)
  if (read.kind === 'form') return { body: formMembers(bytes, read.form, STRUCTURED), form: read.form }
  throw new GatewayError('invalid_body', { message: `The request body ${read.message}.`, param: '$' })
}

function wrongType(message: string): GatewayError {
  return new GatewayError('invalid_header', { message, param: 'content-type' })
}
