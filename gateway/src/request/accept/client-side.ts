import type { IncomingHttpHeaders } from 'node:http'

/** A request as far as the data plane reads it: one of node's, or one that came by no socket. */
export interface ClientRequest {
  readonly headers: IncomingHttpHeaders
  readonly url?: string | undefined
  /** All of the body has come. */
  readonly complete: boolean
  /** The connection, which may be shared by requests. */
  readonly socket: { readonly remoteAddress?: string | undefined }
  on(event: 'data', take: (chunk: Buffer) => void): unknown
  on(event: 'end' | 'close' | 'error', told: () => void): unknown
}

/** Where an answer is written. */
export interface ClientResponse {
  readonly statusCode: number
  readonly headersSent: boolean
  readonly writableEnded: boolean
  readonly writableFinished: boolean
  /** Nobody is there any more. */
  readonly destroyed: boolean
  /** Names and values in turn. */
  writeHead(status: number, headers: string[]): ClientResponse
  /** False asks to pause until `drain`. */
  write(chunk: string | Uint8Array): boolean
  end(): unknown
  end(chunk: string | Uint8Array): unknown
  end(chunk: string, encoding: 'latin1'): unknown
  /** What was written may be lost, and whoever reads is told that it is not all. */
  destroy(): unknown
  on(event: 'drain' | 'close', told: () => void): unknown
}
