import { type Route, type RouteGroup, type RouteName, routes } from '@latchkey/wire'

/** A route that was asked for, and the id in its path where it has one. */
export interface MatchedRoute {
  readonly name: RouteName
  readonly id?: string
}

/** The mounted route that a method and path ask for, or undefined. */
export function matchRoute(
  { method, path }: { readonly method: string; readonly path: string },
  serve: readonly RouteGroup[],
): MatchedRoute | undefined {
  const mounted = (Object.entries(routes) as [RouteName, Route][]).filter(
    ([, route]) => route.method === method && serve.includes(route.group),
  )
  const exact = mounted.find(([, route]) => route.path === path)
  if (exact) return { name: exact[0] }
  const withId = mounted.find(([, route]) => route.path === '/:id')
  const id = decodeSegment(path)
  return withId && id !== undefined ? { name: withId[0], id } : undefined
}

/** One path segment, decoded; undefined for several, none, or what is not percent-encoding. */
function decodeSegment(path: string): string | undefined {
  const segment = path.slice(1)
  if (segment === '' || segment.includes('/')) return undefined
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}

/** The path below where the handler is mounted, or undefined for one that is not. */
export function pathBelow(basePath: string, pathname: string): string | undefined {
  if (pathname === basePath) return '/'
  return pathname.startsWith(`${basePath}/`) ? pathname.slice(basePath.length) : undefined
}
