import { constants, createGzip } from 'node:zlib'

/** Encodes a body as it comes: what has been handed in can be decoded as soon as it is given out. */
export interface GzipEncoder {
  encode(bytes: string | Uint8Array): Promise<Buffer>
  finish(): Promise<Buffer>
}

export function createGzipEncoder(): GzipEncoder {
  const gzip = createGzip()
  let out: Buffer[] = []
  gzip.on('data', (bytes: Buffer) => out.push(bytes))
  const taken = (): Buffer => {
    const bytes = Buffer.concat(out)
    out = []
    return bytes
  }
  return {
    encode: (bytes) =>
      new Promise((resolve) => {
        gzip.write(bytes)
        gzip.flush(constants.Z_SYNC_FLUSH, () => resolve(taken()))
      }),
    finish: () =>
      new Promise((resolve) => {
        gzip.once('end', () => resolve(taken()))
        gzip.end()
      }),
  }
}
