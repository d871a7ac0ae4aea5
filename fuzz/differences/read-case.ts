import { decodeAttestationObject, isoCBOR, parseAuthenticatorData } from '@simplewebauthn/server/helpers'
import type { FuzzCase } from '../mutations/fuzz-case.js'

/**
 * The content of a response, read without Latchkey's parsers: by Node, and by the other library, which has accepted
 * the response.
 */

/** In authenticator data: after the RP ID hash, the flags, the count, the model and the id's length. */
const startOfId = 55

type Members = Readonly<Record<string, unknown>>

export function envelopeOf({ response }: FuzzCase): Members {
  return isObject(response) ? response : {}
}

export function partsOf(it: FuzzCase): Members {
  const { response } = envelopeOf(it)
  return isObject(response) ? response : {}
}

export function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function bytesOf(it: FuzzCase, name: string): Uint8Array {
  return Buffer.from(String(partsOf(it)[name] ?? ''), 'base64url')
}

/** As text; undefined where it is no UTF-8. */
export function clientDataText(it: FuzzCase): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytesOf(it, 'clientDataJSON'))
  } catch {
    return undefined
  }
}

export function clientDataOf(it: FuzzCase): Members {
  const parsed: unknown = JSON.parse(clientDataText(it) ?? '{}')
  return isObject(parsed) ? parsed : {}
}

export function attestationOf(it: FuzzCase): {
  readonly format: unknown
  readonly statement: unknown
  readonly authenticatorData: Uint8Array
} {
  const object = decodeAttestationObject(Uint8Array.from(bytesOf(it, 'attestationObject')))
  return { format: object.get('fmt'), statement: object.get('attStmt'), authenticatorData: object.get('authData') }
}

export function authenticatorDataOf(it: FuzzCase) {
  const bytes = it.ceremony === 'registration' ? attestationOf(it).authenticatorData : bytesOf(it, 'authenticatorData')
  return parseAuthenticatorData(Uint8Array.from(bytes))
}

/** The COSE key by its labels. */
export function publicKeyOf(it: FuzzCase): ReadonlyMap<unknown, unknown> {
  const { credentialPublicKey = new Uint8Array([0xa0]) } = authenticatorDataOf(it)
  return decodedMap(credentialPublicKey)
}

/** From the COSE key to the end of the authenticator data, as they came: the other library encodes the key anew. */
export function publicKeyBytesOf(it: FuzzCase): Uint8Array {
  const { credentialID = new Uint8Array() } = authenticatorDataOf(it)
  return attestationOf(it).authenticatorData.subarray(startOfId + credentialID.length)
}

export function decodedMap(bytes: Uint8Array): ReadonlyMap<unknown, unknown> {
  const decoded: unknown = isoCBOR.decodeFirst(Uint8Array.from(bytes))
  return decoded instanceof Map ? decoded : new Map()
}
