/** A curve by its COSE number: the name that platforms know it by, and the length of a coordinate in bytes. */
export interface Curve {
  readonly name: string
  readonly coordinateBytes: number
}

/** @see https://www.iana.org/assignments/cose/cose.xhtml#elliptic-curves */
export const curves: ReadonlyMap<number, Curve> = new Map([
  [1, { name: 'P-256', coordinateBytes: 32 }],
  [6, { name: 'Ed25519', coordinateBytes: 32 }],
])

/** One signature algorithm: the only key type and curve that go with it, and the hash it is made over. */
export interface Algorithm {
  readonly name: string
  readonly keyType: 'EC2' | 'OKP' | 'RSA'
  /** COSE number of the curve; RSA has none. */
  readonly curve?: number
  /** Null where the algorithm brings its own. */
  readonly hash: 'sha256' | null
}

/**
 * The algorithms that can be asked for and verified, by COSE number. The table is closed: a key of another type or
 * curve than its row is not a key of that algorithm.
 *
 * @see https://www.w3.org/TR/webauthn-3/#sctn-alg-identifier
 */
export const algorithms: ReadonlyMap<number, Algorithm> = new Map<number, Algorithm>([
  [-8, { name: 'EdDSA', keyType: 'OKP', curve: 6, hash: null }],
  [-7, { name: 'ES256', keyType: 'EC2', curve: 1, hash: 'sha256' }],
  [-257, { name: 'RS256', keyType: 'RSA', hash: 'sha256' }],
])
