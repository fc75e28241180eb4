import type { PageHandler } from '#accept/http-server'
import type { ControlPlane } from '#control/control-plane'

export interface AdminDoorOptions {
  /** Loads the control plane, which requests to models never wait for. */
  readonly load: () => Promise<ControlPlane>
  readonly onBug: (error: unknown, requestId: string) => void
}

/** The way into the control plane, which is loaded once the gateway serves. */
export class AdminDoor {
  readonly #options: AdminDoorOptions
  #plane: Promise<ControlPlane> | null = null
  #closed = false

  constructor(options: AdminDoorOptions) {
    this.#options = options
  }

  /** True if the request is for the control plane, which then answers it. */
  takes(...[request, response]: Parameters<PageHandler>): boolean {
    if (!isForControl(request.url ?? '/')) return false
    this.#open()
      .then((plane) => plane.handle(request, response))
      .catch((error: unknown) => {
        this.#options.onBug(error, 'admin')
        if (response.headersSent) response.destroy()
        else response.writeHead(500).end()
      })
    return true
  }

  /** Loads the control plane ahead of the first request for it. */
  load(): void {
    this.#open().catch((error: unknown) => this.#options.onBug(error, 'admin'))
  }

  #open(): Promise<ControlPlane> {
    this.#plane ??= this.#options.load().then((plane) => {
      if (this.#closed) plane.close()
      return plane
    })
    return this.#plane
  }

  /** Ends its live streams. */
  close(): void {
    this.#closed = true
    this.#plane?.then(
      (plane) => plane.close(),
      () => undefined,
    )
  }
}

/** Not of the API for models, though it stands beside it. */
const INVALIDATION = '/v1/internal/cache/invalidate'

function isForControl(url: string): boolean {
  const query = url.indexOf('?')
  const path = query < 0 ? url : url.slice(0, query)
  return path === '/metrics' || path === '/api' || path.startsWith('/api/') || path === INVALIDATION
}
