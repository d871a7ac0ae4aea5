/**
 * A public key as COSE, from the forms in which products store one. COSE is returned unchanged. An uncompressed point
 * of a NIST curve (U2F stores 65 bytes) and a SubjectPublicKeyInfo (`getPublicKey()` of browsers) are converted.
 * Other bytes are returned unchanged: the check of the key refuses them.
 *
 * A point and a SubjectPublicKeyInfo name no algorithm. The usual one of WebAuthn is assumed: ES256, ES384 or ES512
 * by the curve, EdDSA, RS256. A key of another algorithm then verifies no signature.
 */
export function coseOf(key: Uint8Array): Uint8Array {
  return fromPoint(key) ?? fromSubjectPublicKeyInfo(key) ?? key
}

interface Curve {
  /** The length of a coordinate in bytes. */
  readonly size: number
  /** The SubjectPublicKeyInfo up to the point. */
  readonly prefix: string
  /** The CBOR of the algorithm and of the curve. */
  readonly algorithm: readonly number[]
  readonly curve: number
}

const curves: readonly Curve[] = [
  { size: 32, prefix: '3059301306072a8648ce3d020106082a8648ce3d030107034200', algorithm: [0x26], curve: 1 },
  { size: 48, prefix: '3076301006072a8648ce3d020106052b81040022036200', algorithm: [0x38, 0x22], curve: 2 },
  { size: 66, prefix: '30819b301006072a8648ce3d020106052b8104002303818600', algorithm: [0x38, 0x23], curve: 3 },
]
const ed25519Prefix = '302a300506032b6570032100'
const rsaAlgorithm = '06092a864886f70d0101010500'
const longestExponent = 8

function fromPoint(point: Uint8Array): Uint8Array | undefined {
  const curve = curves.find(({ size }) => point.length === 1 + 2 * size && point[0] === 0x04)
  if (!curve) return undefined
  const { size, algorithm } = curve
  const [x, y] = [point.slice(1, 1 + size), point.slice(1 + size)]
  return Uint8Array.of(
    ...[0xa5, 0x01, 0x02, 0x03, ...algorithm, 0x20, curve.curve],
    ...[0x21, 0x58, size, ...x],
    ...[0x22, 0x58, size, ...y],
  )
}

function fromSubjectPublicKeyInfo(info: Uint8Array): Uint8Array | undefined {
  const hex = hexOf(info)
  const curve = curves.find(({ prefix }) => hex.startsWith(prefix))
  if (curve) return fromPoint(info.slice(curve.prefix.length / 2))
  if (hex.startsWith(ed25519Prefix) && info.length === 44) {
    return Uint8Array.of(...[0xa4, 0x01, 0x01, 0x03, 0x27, 0x20, 0x06, 0x21, 0x58, 0x20], ...info.slice(12))
  }
  return fromRsa(info)
}

/** SEQUENCE { rsaEncryption, BIT STRING { SEQUENCE { modulus, exponent } } } */
function fromRsa(info: Uint8Array): Uint8Array | undefined {
  const [content, afterInfo] = derValue(info, 0x30)
  const [algorithm, afterAlgorithm] = derValue(content, 0x30)
  const [bits, afterBits] = derValue(afterAlgorithm, 0x03)
  const [key, afterKey] = derValue(bits.slice(1), 0x30)
  const [modulus, afterModulus] = derValue(key, 0x02)
  const [exponent, afterExponent] = derValue(afterModulus, 0x02)
  const isRsa =
    hexOf(algorithm) === rsaAlgorithm && bits[0] === 0 && exponent.length > 0 && exponent.length <= longestExponent
  const isWhole = [afterInfo, afterBits, afterKey, afterExponent].every(({ length }) => length === 0)
  return isRsa && isWhole ? rsaKey(withoutSign(modulus), withoutSign(exponent)) : undefined
}

function rsaKey(modulus: Uint8Array, exponent: Uint8Array): Uint8Array {
  return Uint8Array.of(
    ...[0xa4, 0x01, 0x03, 0x03, 0x39, 0x01, 0x00],
    ...[0x20, 0x59, modulus.length >> 8, modulus.length & 0xff, ...modulus],
    ...[0x21, 0x40 + exponent.length, ...exponent],
  )
}

const nothing = new Uint8Array()

/** The value of the DER element with this tag, and what follows it; empty if there is no such element. */
function derValue(bytes: Uint8Array, tag: number): readonly [value: Uint8Array, rest: Uint8Array] {
  const [first, second = 0, third = 0, fourth = 0] = bytes
  if (first !== tag) return [nothing, nothing]
  const forms = new Map<number, readonly [number, number]>([
    [0x81, [3, third]],
    [0x82, [4, (third << 8) | fourth]],
  ])
  const [start, length] = second < 0x80 ? [2, second] : (forms.get(second) ?? [0, 0])
  return start > 0 && start + length <= bytes.length
    ? [bytes.slice(start, start + length), bytes.slice(start + length)]
    : [nothing, nothing]
}

/** DER writes a zero before a number whose first bit is set. */
function withoutSign(number: Uint8Array): Uint8Array {
  return number[0] === 0 ? number.slice(1) : number
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
