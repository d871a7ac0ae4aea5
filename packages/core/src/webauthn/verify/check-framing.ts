import { PasskeyError } from '../../errors.js'
import type { ClientData } from '../parse/client-data.js'

/** Which pages of other origins may frame a ceremony. */
export interface FramingRules {
  /** Whether a page of another origin may frame the ceremony. Default: no. */
  readonly crossOrigin?: boolean
  /** The allowed framing pages. */
  readonly topOrigins?: readonly string[]
  /** Whether a framed response must name the page. Default: no, because Safari names none. */
  readonly requireTopOrigin?: boolean
}

/**
 * The ceremony did not run inside another origin's page, or that page is allowed. Safari sends framed responses without
 * `topOrigin`; they pass unless `topOrigin` is required. No client sends `topOrigin` without a frame, so that is
 * refused.
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
