import type { AddressInfo } from 'node:net'
import { createServer } from 'node:http'

/** Stands before a provider and keeps what it was sent. */
export interface RecordingFront {
  readonly url: string
  /** The body of the last request, as it came. */
  readonly last: () => string
  close(): void
}

/** Starts one that hands everything on to `target`. */
export async function recordingFront(target: string): Promise<RecordingFront> {
  let last = ''
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks)
      last = body.toString()
      const headers = { 'content-type': request.headers['content-type'] ?? '' }
      const passOn = async (): Promise<void> => {
        const passed = await fetch(target + (request.url ?? ''), { method: 'POST', headers, body })
        response.writeHead(passed.status, { 'content-type': passed.headers.get('content-type') ?? '' })
        for await (const chunk of passed.body ?? []) response.write(chunk)
        response.end()
      }
      // What breaks there breaks here.
      passOn().catch(() => response.destroy())
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    last: () => last,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
