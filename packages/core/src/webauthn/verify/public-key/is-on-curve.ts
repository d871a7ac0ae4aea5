import { curves } from '../../../algorithms.js'
import type { EllipticCurveKey } from '../../../cose-key.js'
import { toInteger } from '../../parse/hexadecimal.js'
import { weierstrassCurves } from './weierstrass-curves.js'

/**
 * Do the coordinates have the field's length, are they reduced, and do they belong to a point on the curve? The point
 * at infinity has no coordinates, and (0, 0) is on none of the curves. Platforms check this too, at thirty times the
 * cost.
 */
export function isOnCurve({ curve: number, x: left, y: right }: EllipticCurveKey): boolean {
  const curve = weierstrassCurves.get(number)
  const length = curves.get(number)?.coordinateBytes
  if (!curve || left.length !== length || right.length !== length) return false
  const { p, a, b } = curve
  const x = toInteger(left)
  const y = toInteger(right)
  return x < p && y < p && (y * y - (x * x * x + a * x + b)) % p === 0n
}
