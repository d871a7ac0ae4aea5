import { pathBelow } from '../match-route.js'

/** The app that a target belongs to: `ours`, `another`, or `ambiguous` if it has several readings and one is ours. */
export type Place = 'ours' | 'another' | 'ambiguous'

/**
 * Decided by the target as it was sent. Programs in front of this one may guard paths by their text; the URL parser
 * removes dot segments and rewrites characters, and some proxies decode first. A path with two readings could pass a
 * guard as one thing and be served as another.
 */
export function placeOf(target: string, basePath: string): Place {
  const path = target.split('?', 1)[0] ?? target
  const decoded = decode(path)
  const readings = [path, parse(path), parse(decoded), parse(decoded.replaceAll(/[/\\]+/g, '/'))]
  if (readings.every((reading) => pathBelow(basePath, reading) === undefined)) return 'another'
  const isAsWritten = path.startsWith('/') && parse(path) === path && !path.includes('//')
  return isAsWritten && !hasHiddenSteps(decoded) ? 'ours' : 'ambiguous'
}

/** An encoded slash alone is part of a name (`acme%2Feu`); with dots or control characters beside it, it is not. */
function hasHiddenSteps(decoded: string): boolean {
  return /\p{Cc}/u.test(decoded) || decoded.split(/[/\\]/).some((segment) => segment === '.' || segment === '..')
}

/** A proxy's absolute target names a host of the client's choice, so only its path is read. */
function parse(path: string): string {
  try {
    return new URL(path.startsWith('/') ? `http://localhost${path}` : path).pathname
  } catch {
    return path
  }
}

/** Invalid percent-encoding is left unchanged: no route has such a segment. */
function decode(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
