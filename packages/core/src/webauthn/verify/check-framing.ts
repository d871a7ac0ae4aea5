import { PasskeyError } from '../../errors.js'
import type { ClientData } from '../parse/client-data.js'

export interface FramingRules {
  /** Whether a page of another origin may frame the ceremony. Default: no. */
  readonly crossOrigin?: boolean
  /** The pages that may. */
  readonly topOrigins?: readonly string[]
  /** Whether a framed answer must name the page. Default: no, because Safari names none. */
  readonly requireTopOrigin?: boolean
}

/**
 * The ceremony did not run inside somebody else's page, or inside one that was named. A framed answer without
 * `topOrigin` is what Safari sends, and is taken unless one is required; a `topOrigin` without a frame is what no client
 * sends.
 *
 * @throws {PasskeyError} `cross_origin_not_allowed`, `top_origin_mismatch`
 */
export function checkFraming(
  { topOrigin, crossOrigin: isFramed }: ClientData,
  { crossOrigin = false, topOrigins = [], requireTopOrigin = false }: FramingRules,
): void {
  if (isFramed && !crossOrigin) throw new PasskeyError('cross_origin_not_allowed')
  if (topOrigin === undefined && !(isFramed && requireTopOrigin)) return
  if (!crossOrigin) throw new PasskeyError('cross_origin_not_allowed')
  const isListed = topOrigin !== undefined && topOrigins.includes(topOrigin)
  if (!isFramed || !isListed) throw new PasskeyError('top_origin_mismatch')
}
