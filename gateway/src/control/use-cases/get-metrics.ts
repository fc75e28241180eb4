import { Metrics } from '../metrics.ts'
import { openLocally } from '../open-locally.ts'
import type { UseCase } from '../use-case.ts'

/** Beside the API, where Prometheus looks for it. */
export const getMetrics: UseCase = (app, ports) => {
  const metrics = new Metrics(ports)
  app.get('/metrics', openLocally(ports), async (c) =>
    c.body(await metrics.text(), 200, { 'content-type': metrics.contentType }),
  )
}
