import { curves } from '../../../algorithms.js'
import type { OctetKeyPair } from '../../../cose-key.js'
import { toInteger } from '../../parse/hexadecimal.js'
import { edwardsCurves } from './edwards-curves.js'
import { isSquare } from './is-square.js'

/**
 * Are the bytes the unique encoding of a point on the Edwards curve, with y reduced and an existing x, and is the point
 * not of small order? Under a key of small order, signatures over any data are valid. Platforms import any bytes and
 * fail only when they verify.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8032#section-5.1.3
 */
export function isOfFullOrder({ curve: number, x: encoded }: OctetKeyPair): boolean {
  const curve = edwardsCurves.get(number)
  const length = curves.get(number)?.coordinateBytes
  if (!curve || encoded.length !== length) return false
  const { p, a, d, smallOrder } = curve
  const y = toInteger(withoutSign(encoded).reverse())
  // x² = (1 − y²) / (a − dy²), and a product is a square if the quotient is one.
  const square = y * y
  return y < p && !smallOrder.includes(y) && isSquare((1n - square) * (a - d * square), p)
}

/** The highest bit of the last byte selects one of the two x values. */
function withoutSign(encoded: Uint8Array): Uint8Array {
  return encoded.with(-1, (encoded.at(-1) ?? 0) & 0x7f)
}
