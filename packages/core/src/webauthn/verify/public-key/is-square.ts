/** Does a number have a square root modulo the odd prime p? Its Jacobi symbol, by Euclid's algorithm, is not −1. */
export function isSquare(value: bigint, p: bigint): boolean {
  let [above, below] = [((value % p) + p) % p, p]
  let isPositive = true
  while (above !== 0n) {
    const zeros = trailingZeros(above)
    const odd = above >> BigInt(zeros)
    const eighth = below & 7n
    if (zeros % 2 === 1 && (eighth === 3n || eighth === 5n)) isPositive = !isPositive
    if ((odd & 3n) === 3n && (below & 3n) === 3n) isPositive = !isPositive
    ;[above, below] = [below % odd, odd]
  }
  return isPositive
}

function trailingZeros(value: bigint): number {
  let zeros = 0
  let rest = value
  while ((rest & 0xffffffffn) === 0n) {
    rest >>= 32n
    zeros += 32
  }
  const low = Number(rest & 0xffffffffn)
  return zeros + 31 - Math.clz32(low & -low)
}
