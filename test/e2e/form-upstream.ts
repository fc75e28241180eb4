import type { ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A form as a parser of somebody else read it. */
export interface ReceivedForm {
  readonly path: string
  readonly authorization: string | undefined
  readonly form: FormData
}

/** A provider that takes forms and keeps them. */
export interface FormUpstream {
  readonly url: string
  readonly received: readonly ReceivedForm[]
  close(): void
}

/** Starts one that answers by `answer`. */
export async function formUpstream(
  answer: (received: ReceivedForm, response: ServerResponse) => void,
): Promise<FormUpstream> {
  const received: ReceivedForm[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const headers = { 'content-type': request.headers['content-type'] ?? '' }
      void new Response(Buffer.concat(chunks), { headers }).formData().then(
        (form) => {
          const one = { path: request.url ?? '', authorization: request.headers.authorization, form }
          received.push(one)
          answer(one, response)
        },
        () => response.writeHead(400).end('not a form'),
      )
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
