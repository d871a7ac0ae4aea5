import { curves } from '../algorithms.js'
import type { OctetKeyPair } from '../parse/cose-key.js'

/** As far as the library's curves are used here. */
interface EdwardsPoints {
  fromBytes(bytes: Uint8Array, zip215?: boolean): { isSmallOrder(): boolean }
}

/** Loaded when the first such key comes: who has none does not wait for the library. */
const loadPoints: ReadonlyMap<number, () => Promise<EdwardsPoints>> = new Map([
  [6, async () => (await import('@noble/curves/ed25519.js')).ed25519.Point],
  [7, async () => (await import('@noble/curves/ed448.js')).ed448.Point],
])

/**
 * Whether the bytes are the one encoding of a point on the Edwards curve, and the point is not of small order: under
 * such a key signatures hold over anything. The platforms take any bytes and fail only when they verify.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8032#section-5.1.3
 */
export async function isOfFullOrder({ curve, x }: OctetKeyPair): Promise<boolean> {
  const points = await loadPoints.get(curve)?.()
  if (!points || x.length !== curves.get(curve)?.coordinateBytes) return false
  try {
    return !points.fromBytes(x.slice(), false).isSmallOrder()
  } catch {
    return false
  }
}
