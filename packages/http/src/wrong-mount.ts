import { PasskeyError } from '@latchkey/core'
import { adminRoutes, type Route, type RouteGroup, routes } from '@latchkey/wire'
import { OperatorCause } from './operator-log.js'

interface Mount {
  readonly basePath: string
  readonly serve: readonly RouteGroup[]
}

/**
 * The refusal of a path outside the base path. If the path ends like one of the routes, its cause says what to write:
 * the handler is mounted elsewhere, or a router cut the prefix.
 */
export function notBelow({ basePath, serve }: Mount, pathname: string): PasskeyError {
  const rows: readonly Route[] = [...Object.values(routes), ...Object.values(adminRoutes)]
  const fixed = rows.filter(({ group, path }) => serve.includes(group) && path !== '/' && !path.includes(':'))
  const trimmed = pathname.replace(/\/$/, '')
  const end = [...fixed.map(({ path }) => path), basePath].find((path) => path !== '' && trimmed.endsWith(path))
  return new PasskeyError('not_found', end === undefined ? {} : { cause: mountedElsewhere(basePath, trimmed, end) })
}

function mountedElsewhere(basePath: string, pathname: string, end: string): OperatorCause {
  const prefix = withoutNames(pathname.slice(0, -end.length))
  const place = end === basePath ? prefix + basePath : prefix
  return new OperatorCause(
    'path',
    `a request for ${prefix}${end} reached the handler, but its basePath is ${basePath}. ` +
      (place === ''
        ? "Your router cuts the mount prefix: write basePath: '/'."
        : `Mount it at ${basePath}, or write basePath: '${place}'.`),
  )
}

/** A path may contain the name of a user or a secret: only words that a developer would write are printed. */
function withoutNames(path: string): string {
  return path
    .split('/')
    .map((segment) => (/^(?:[a-z][a-z_-]{0,20}|v\d{1,2})?$/i.test(segment) ? segment : '…'))
    .join('/')
}
