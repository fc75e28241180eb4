import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { ErrorNote } from '#parts/error-note'
import { NotFound } from '#parts/not-found'
import { Waiting } from '#parts/waiting'
import { texts } from '#texts'
import { Frame } from '#shell/frame'
import { SCREENS } from './screens/index.ts'

const root = createRootRoute({ component: Frame, notFoundComponent: NotFound })

const screens = SCREENS.map(({ path, load }) =>
  createRoute({
    getParentRoute: () => root,
    path,
    component: lazyRouteComponent(() => loaded(load), 'Page'),
  }),
)

type Load = (typeof SCREENS)[number]['load']

/**
 * The code of a screen that cannot be loaded while the gateway is away leaves the page as it is: loading all of it anew,
 * as after an update of the gateway, would leave nothing but the browser's own page.
 */
async function loaded(load: Load): ReturnType<Load> {
  try {
    return await load()
  } catch (error) {
    if (await isGatewayThere()) throw error
    throw new Error(texts.shell.away, { cause: error })
  }
}

async function isGatewayThere(): Promise<boolean> {
  return fetch('/healthz').then(
    ({ ok }) => ok,
    () => false,
  )
}

/** The console's pages, below `/console`. */
export const router = createRouter({
  routeTree: root.addChildren(screens),
  basepath: '/console',
  defaultPreload: 'intent',
  defaultPendingComponent: Waiting,
  defaultErrorComponent: ({ error, reset }) => <ErrorNote error={error as Error} onRetry={reset} />,
  scrollRestoration: true,
})
