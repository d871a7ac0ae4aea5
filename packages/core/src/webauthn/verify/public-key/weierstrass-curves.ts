/** A short Weierstrass curve y² = x³ + ax + b over the integers modulo p, with a base point of prime order n. */
export interface WeierstrassCurve {
  readonly p: bigint
  readonly a: bigint
  readonly b: bigint
  readonly n: bigint
}

/**
 * The ECDSA curves by their COSE numbers. All have the cofactor 1, so every point on the curve has full order.
 *
 * @see https://www.secg.org/sec2-v2.pdf
 */
export const weierstrassCurves: ReadonlyMap<number, WeierstrassCurve> = new Map([
  [
    1,
    {
      p: 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn,
      a: -3n,
      b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
      n: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
    },
  ],
  [
    2,
    {
      p: 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffffn,
      a: -3n,
      b: 0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aefn,
      n: 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
    },
  ],
  [
    3,
    {
      p: 2n ** 521n - 1n,
      a: -3n,
      b: 0x51953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00n,
      n: 0x1fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409n,
    },
  ],
  [
    8,
    {
      p: 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2fn,
      a: 0n,
      b: 7n,
      n: 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n,
    },
  ],
])
