import {
  type AdminRoute,
  type AdminRouteName,
  adminRoutes,
  outcomeRoutes,
  type Route,
  type RouteGroup,
  type RouteName,
  routes,
} from '@latchkey/wire'

/** The matched route, and the parameters in its path. */
export type MatchedRoute = MatchedUserRoute | MatchedAdminRoute

export interface MatchedUserRoute {
  readonly kind: 'user'
  readonly name: RouteName
  readonly parameters: PathParameters
}

export interface MatchedAdminRoute {
  readonly kind: 'admin'
  readonly name: AdminRouteName
  readonly route: AdminRoute
  readonly parameters: PathParameters
}

/** By the names in the route's path, decoded. */
export type PathParameters = Readonly<Record<string, string>>

interface Asked {
  readonly method: string
  readonly path: string
}

/** The mounted route for a method and path, or undefined. */
export function matchRoute(asked: Asked, serve: readonly RouteGroup[]): MatchedRoute | undefined {
  const user = find(userRoutes, asked, serve)
  if (user) return { kind: 'user', name: user.name, parameters: user.parameters }
  const admin = find(allAdminRoutes, asked, serve)
  return admin && { kind: 'admin', name: admin.name, route: admin.route, parameters: admin.parameters }
}

/** A table of routes, ready to be searched. */
interface Routes<Name extends string, Row extends Route> {
  /** The routes without parameters, by method and path. */
  readonly literal: ReadonlyMap<string, readonly [Name, Row]>
  readonly withParameters: readonly (readonly [Name, Row])[]
}

function prepare<Name extends string, Row extends Route>(table: Readonly<Record<Name, Row>>): Routes<Name, Row> {
  const rows = Object.entries<Row>(table) as [Name, Row][]
  const isLiteral = ([, { path }]: readonly [Name, Row]) => !path.includes(':')
  return {
    literal: new Map(rows.filter(isLiteral).map((row) => [keyOf(row[1]), row])),
    withParameters: rows.filter((row) => !isLiteral(row)),
  }
}

function keyOf({ method, path }: Asked): string {
  return `${method} ${path}`
}

const userRoutes = prepare<RouteName, Route>({ ...routes, ...outcomeRoutes })
const allAdminRoutes = prepare<AdminRouteName, AdminRoute>(adminRoutes)

/** The path below the base path, without one trailing slash; undefined for any other path. */
export function pathBelow(basePath: string, pathname: string): string | undefined {
  if (pathname === basePath) return '/'
  if (!pathname.startsWith(`${basePath}/`)) return undefined
  const path = pathname.slice(basePath.length)
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path
}

/** A literal path wins over one with a parameter. */
function find<Name extends string, Row extends Route>(
  { literal, withParameters }: Routes<Name, Row>,
  asked: Asked,
  serve: readonly RouteGroup[],
): { readonly name: Name; readonly route: Row; readonly parameters: PathParameters } | undefined {
  const [name, route] = literal.get(keyOf(asked)) ?? []
  if (name !== undefined && route && serve.includes(route.group)) return { name, route, parameters: {} }
  for (const [name, route] of withParameters) {
    if (route.method !== asked.method || !serve.includes(route.group)) continue
    const parameters = readParameters(route.path, asked.path)
    if (parameters) return { name, route, parameters }
  }
  return undefined
}

/** The parameters in the path; undefined for a path of another form. */
function readParameters(pattern: string, path: string): PathParameters | undefined {
  const [names, segments] = [pattern.split('/'), path.split('/')]
  if (names.length !== segments.length) return undefined
  const read: Record<string, string> = {}
  for (const [at, name] of names.entries()) {
    const segment = segments[at] ?? ''
    if (!name.startsWith(':')) {
      if (segment !== name) return undefined
      continue
    }
    const value = name === ':id' ? passkeyId(segment) : decodeSegment(segment)
    if (value === undefined) return undefined
    read[name.slice(1)] = value
  }
  return read
}

/** base64url needs no percent-encoding; undefined if no passkey can have this id. */
function passkeyId(segment: string): string | undefined {
  return /^[A-Za-z0-9_-]+$/.test(segment) ? segment : undefined
}

/** Undefined for an empty segment, or invalid percent-encoding. */
function decodeSegment(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment) || undefined
  } catch {
    return undefined
  }
}
