import { createBrotliDecompress, createUnzip, createZstdDecompress } from 'node:zlib'
import type { Dispatcher } from 'undici'

export interface DecoderSink {
  readonly data: (chunk: Uint8Array) => void
  readonly end: () => void
  readonly error: (error: Error) => void
}

/** Turns the bytes of a compressed body into plain ones, a bounded piece at a time. */
export interface Decoder {
  write(chunk: Uint8Array): void
  finish(): void
  pause(): void
  resume(): void
  destroy(): void
}

const MAKERS: Readonly<Record<string, () => ReturnType<typeof createUnzip>>> = {
  'gzip': createUnzip,
  'x-gzip': createUnzip,
  'deflate': createUnzip,
  'br': createBrotliDecompress,
  'zstd': createZstdDecompress,
}

/**
 * A decoder for a content encoding. We ask for plain bodies, but some servers compress in any case. What it takes is
 * held back while what it gave is not consumed, so that a bomb grows no faster than it is read.
 */
export function decoderFor(
  encoding: string,
  upstream: Pick<Dispatcher.DispatchController, 'pause' | 'resume'>,
  sink: DecoderSink,
): Decoder {
  const make = MAKERS[encoding.trim().toLowerCase()]
  if (make === undefined) return refusing(encoding, sink)
  const stream = make()
  stream.on('data', sink.data)
  stream.on('end', sink.end)
  stream.on('error', sink.error)
  stream.on('drain', () => upstream.resume())
  return {
    write: (chunk) => {
      if (!stream.write(chunk)) upstream.pause()
    },
    finish: () => stream.end(),
    pause: () => stream.pause(),
    resume: () => stream.resume(),
    destroy: () => stream.destroy(),
  }
}

function refusing(encoding: string, sink: DecoderSink): Decoder {
  const message = `content encoding ${JSON.stringify(encoding.slice(0, 40))} is not supported`
  const refuse = (): void => sink.error(Object.assign(new Error(message), { code: 'Z_UNSUPPORTED' }))
  const nothing = (): void => undefined
  return { write: refuse, finish: refuse, pause: nothing, resume: nothing, destroy: nothing }
}
