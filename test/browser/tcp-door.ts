import { connect, createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'

/** Stands in front of a gateway on a port of its own; while it is shut, the gateway is away. */
export class TcpDoor implements AsyncDisposable {
  readonly #port: number
  readonly #sockets = new Set<Socket>()
  readonly #target: number
  #server: Server

  private constructor(server: Server, target: number) {
    this.#server = server
    this.#target = target
    this.#port = (server.address() as AddressInfo).port
    this.#serve(server)
  }

  static async before(url: string): Promise<TcpDoor> {
    return new TcpDoor(await listening(0), Number(new URL(url).port))
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  /** Ends every connection, and takes no more. */
  async shut(): Promise<void> {
    const closed = new Promise((resolve) => {
      this.#server.close(resolve)
    })
    for (const socket of this.#sockets) socket.destroy()
    await closed
  }

  async open(): Promise<void> {
    this.#server = await listening(this.#port)
    this.#serve(this.#server)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#server.listening) await this.shut()
  }

  #serve(server: Server): void {
    server.on('connection', (near) => {
      const far = connect(this.#target, '127.0.0.1')
      for (const socket of [near, far]) {
        this.#sockets.add(socket)
        socket.on('error', () => socket.destroy())
        socket.on('close', () => {
          this.#sockets.delete(socket)
          near.destroy()
          far.destroy()
        })
      }
      near.pipe(far).pipe(near)
    })
  }
}

function listening(port: number): Promise<Server> {
  const server = createServer()
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(server))
  })
}
