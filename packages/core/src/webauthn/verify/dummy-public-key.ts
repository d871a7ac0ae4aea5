import { decodeBase64url } from '@latchkey/wire'
import { type Algorithm, algorithms, credentialAlgorithms } from '../../algorithms.js'

/** Base points of the curves by their COSE numbers: the coordinates one after the other. They are keys of no user. */
const basePoints: ReadonlyMap<number, string> = new Map([
  [1, 'axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpZP40Li_hp_m47n60p8D54WK84zV2sxXs7LtkBoN79R9Q'],
  [
    2,
    'qofKIr6LBTeOscce8yCtdG4dO2KLp5uYWfdB4IJUKjhVAvJdv1UpbDpUXjhydgq3NhfeSpYmLG9dnpi_kpLcKfj0Hb0omhR86doxE7XwuMAKYLHOHX6BnXpDHXyQ6g5f',
  ],
  [
    3,
    'AMaFjga3BATpzZ4-y2YjlbRCnGSBOQU_tSH4KK9ga009uqFLXnfv51ko_h3BJ6L_qN4zSLPBhWpCm_l-fjHC5b1mARg5KWp4mjvABFyKX7QsfRvZmPVESVebRGgXr70XJz5mLJfucple9CZAxVC5AT-tB2E1PHCGonLCQIi-lHaf0WZQ',
  ],
  [6, 'WGZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmY'],
  [7, 'FPow8lt5CJityNdOLBO9_cQ5fOYc_9M618KgBR6ceIdAmKNsc3PqS2LHyVY3IHaIJLy2bnFGP2kA'],
  [8, 'eb5mfvncu6xVoGKVzocLBwKb_NstzijZWfKBWxb4F5hIOtp3JqPEZV2k-_wOEQio_Re0SKaFVBmcR9CP-xDUuA'],
])

const rsaModulus = new Uint8Array(256).fill(0xff)
const rsaExponent = new Uint8Array([1, 0, 1])

const dummies: ReadonlyMap<number, Uint8Array> = new Map(
  [...algorithms].map(([number, row]) => [number, encodeKey(number, row)]),
)

/**
 * A sound public key of the algorithm, as COSE, that belongs to no user. Checking a signature with it takes as long as
 * with a real one.
 */
export function dummyPublicKey(algorithm: number): Uint8Array {
  const key = credentialAlgorithms.includes(algorithm) ? dummies.get(algorithm) : undefined
  if (!key) throw new TypeError(`There is no key of algorithm ${algorithm}.`)
  return key
}

function encodeKey(algorithm: number, row: Algorithm): Uint8Array {
  switch (row.keyType) {
    case 'EC2': {
      const point = pointOf(row.curve)
      const [x, y] = [point.subarray(0, point.length / 2), point.subarray(point.length / 2)]
      return encodeMap([1, 2], [3, algorithm], [-1, row.curve], [-2, x], [-3, y])
    }
    case 'OKP':
      return encodeMap([1, 1], [3, algorithm], [-1, row.curve], [-2, pointOf(row.curve)])
    case 'RSA':
      return encodeMap([1, 3], [3, algorithm], [-1, rsaModulus], [-2, rsaExponent])
    case 'AKP':
      return encodeMap([1, 7], [3, algorithm], [-1, new Uint8Array(row.publicKeyBytes)])
  }
}

function pointOf(curve: number): Uint8Array {
  return decodeBase64url(basePoints.get(curve) ?? '') ?? new Uint8Array(0)
}

/** CBOR, as far as a key needs it. */
function encodeMap(...members: readonly (readonly [label: number, value: number | Uint8Array])[]): Uint8Array {
  const content = members.flatMap(([label, value]) => [...encodeInteger(label), ...encodeValue(value)])
  return new Uint8Array([...head(5, members.length), ...content])
}

function encodeValue(value: number | Uint8Array): readonly number[] {
  return typeof value === 'number' ? encodeInteger(value) : [...head(2, value.length), ...value]
}

function encodeInteger(value: number): readonly number[] {
  return value < 0 ? head(1, -1 - value) : head(0, value)
}

function head(majorType: number, value: number): readonly number[] {
  const type = majorType << 5
  if (value < 24) return [type | value]
  return value < 256 ? [type | 24, value] : [type | 25, value >> 8, value & 0xff]
}
