import { PasskeyError } from '../errors.js'
import type { ClientData } from '../parse/client-data.js'

export interface FramingRules {
  /** Whether a page of another origin may frame the ceremony. Default: no. */
  readonly crossOrigin?: boolean
  /** The pages that may. */
  readonly topOrigins?: readonly string[]
}

/**
 * The ceremony did not run inside somebody else's page, or inside one that was named. A framed answer without
 * `topOrigin` is what Safari sends; a `topOrigin` without a frame is what no client sends.
 *
 * @throws {PasskeyError} `cross_origin_not_allowed`, `top_origin_mismatch`
 */
export function checkFraming(clientData: ClientData, { crossOrigin = false, topOrigins = [] }: FramingRules): void {
  const { topOrigin } = clientData
  if (clientData.crossOrigin && !crossOrigin) throw new PasskeyError('cross_origin_not_allowed')
  if (topOrigin === undefined) return
  if (!crossOrigin) throw new PasskeyError('cross_origin_not_allowed')
  if (!clientData.crossOrigin || !topOrigins.includes(topOrigin)) throw new PasskeyError('top_origin_mismatch')
}
