import type { FuzzCase } from '../mutations/fuzz-case.js'
import { attestationOf, authenticatorDataOf, decodedMap, envelopeOf, partsOf } from './read-case.js'
import { isInCanonicalOrder, isPlainCbor } from './strictness.js'

/** Whether a COSE key is one of ECDSA. */
export const isEcdsa = (publicKey: Uint8Array) => decodedMap(publicKey).get(1) === 2

const binary = ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']

/** Every text that must be base64url. Members that the ceremony does not read are excluded. */
export function textsOf(it: FuzzCase): readonly string[] {
  const foreign =
    it.ceremony === 'registration' ? ['authenticatorData', 'signature', 'userHandle'] : ['attestationObject']
  const parts = binary.filter((name) => !foreign.includes(name)).map((name) => partsOf(it)[name])
  return [envelopeOf(it).id, ...parts].filter((text): text is string => typeof text === 'string')
}

const checkedNames = ['type', 'challenge', 'origin', 'crossOrigin', 'topOrigin']

/** Is the text invalid, or does it repeat a checked name? */
export function isAmbiguous(text: string | undefined): boolean {
  if (text === undefined) return true
  const plain = text.replace(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
  return checkedNames.some((name) => plain.split(new RegExp(`"${name}"\\s*:`)).length > 2)
}

export function hasWrongTypes({ crossOrigin, topOrigin }: Readonly<Record<string, unknown>>): boolean {
  return !['boolean', 'undefined'].includes(typeof crossOrigin) || !['string', 'undefined'].includes(typeof topOrigin)
}

/** Whether bytes are a map of extensions as CTAP2 writes it. */
export function areExtensions(bytes: Uint8Array): boolean {
  const map = decodedMap(bytes)
  const areNames = [...map.keys()].every((key) => typeof key === 'string' && Buffer.byteLength(key) <= 32)
  const isMap = ((bytes[0] ?? 0) & 0xe0) === 0xa0
  return isMap && areNames && isInCanonicalOrder(map) && isPlainCbor(map, 4)
}

/** The credential id in the authenticator data. */
export function idOf(it: FuzzCase): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(authenticatorDataOf(it).credentialID ?? [])
}

export function statementOf(it: FuzzCase): ReadonlyMap<unknown, unknown> {
  const { statement } = attestationOf(it)
  return statement instanceof Map ? statement : new Map()
}

/** The first certificate of a statement; empty where there is none. */
export function certificateOf(it: FuzzCase): Uint8Array {
  const certificates = statementOf(it).get('x5c')
  const first: unknown = Array.isArray(certificates) ? certificates[0] : undefined
  return first instanceof Uint8Array ? first : new Uint8Array()
}

/** Of `SEQUENCE { certificate, algorithm, BIT STRING }`, the first with its length in two bytes, the others in one. */
export function signatureOfCertificate(certificate: Uint8Array): Uint8Array {
  const startOfAlgorithm = 8 + ((certificate[6] ?? 0) << 8) + (certificate[7] ?? 0)
  const startOfBits = startOfAlgorithm + 2 + (certificate[startOfAlgorithm + 1] ?? 0)
  return certificate.subarray(startOfBits + 3)
}
