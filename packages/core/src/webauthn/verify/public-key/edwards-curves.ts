/** An Edwards curve ax² + y² = 1 + dx²y² over the integers modulo p. */
export interface EdwardsCurve {
  readonly p: bigint
  readonly a: bigint
  readonly d: bigint
  /** The y coordinates of the points whose order divides the cofactor, including the neutral element. */
  readonly smallOrder: readonly bigint[]
}

const p25519 = 2n ** 255n - 19n
const p448 = 2n ** 448n - 2n ** 224n - 1n
/** The four points of order eight share two y coordinates. */
const orderEight = 0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n

/**
 * The EdDSA curves by their COSE numbers.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8032#section-5
 */
export const edwardsCurves: ReadonlyMap<number, EdwardsCurve> = new Map([
  [
    6,
    {
      p: p25519,
      a: -1n,
      d: 0x52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3n,
      smallOrder: [0n, 1n, p25519 - 1n, orderEight, p25519 - orderEight],
    },
  ],
  [7, { p: p448, a: 1n, d: -39081n, smallOrder: [0n, 1n, p448 - 1n] }],
])
