import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { ErrorNote } from '#parts/error-note'
import { NotFound } from '#parts/not-found'
import { Waiting } from '#parts/waiting'
import { Frame } from '#shell/frame'
import { SCREENS } from './screens/index.ts'

const root = createRootRoute({ component: Frame, notFoundComponent: NotFound })

const screens = SCREENS.map(({ path, load }) =>
  createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load, 'Page') }),
)

/** The console's pages, below `/console`. */
export const router = createRouter({
  routeTree: root.addChildren(screens),
  basepath: '/console',
  defaultPreload: 'intent',
  defaultPendingComponent: Waiting,
  defaultErrorComponent: ({ error, reset }) => <ErrorNote error={error as Error} onRetry={reset} />,
  scrollRestoration: true,
})
