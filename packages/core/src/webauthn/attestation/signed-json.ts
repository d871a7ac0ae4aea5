import { decodeBase64url } from '@latchkey/wire'
import { platform } from '#platform'
import { PasskeyError } from '../../errors.js'
import { readObject, readWithCode } from '../parse/json-object.js'
import type { Certificate } from './certificates/certificate.js'
import { fitsKey, type KeyedScheme } from './certificates/signature-schemes.js'
import { parseCertificates } from './statement.js'

/** JSON that is signed with a certified key. */
export interface SignedJson {
  readonly payload: Readonly<Record<string, unknown>>
  /** The leaf, whose key has signed, is first. */
  readonly chain: readonly [Certificate, ...Certificate[]]
}

/** JOSE names. There is no row for `none`, nor for a shared secret. */
const schemes: ReadonlyMap<unknown, KeyedScheme> = new Map<unknown, KeyedScheme>([
  ['RS256', { keyType: 'RSA', hash: 'sha256' }],
  ['ES256', { keyType: 'EC2', curve: 1, hash: 'sha256', encoding: 'raw' }],
])

/**
 * Parses a compact JWS whose header contains the certificates, and whose signature is valid under the first.
 *
 * @throws {PasskeyError} `attestation_statement_malformed`, `attestation_certificate_invalid`,
 *   `attestation_signature_invalid`
 * @see https://www.rfc-editor.org/rfc/rfc7515#section-3.1
 */
export async function readSignedJson(text: string): Promise<SignedJson> {
  const [header, payload, signature, ...others] = text.split('.')
  if (header === undefined || payload === undefined || signature === undefined || others.length > 0) throw malformed()
  const { alg, x5c } = readJson(header)
  if (!Array.isArray(x5c)) throw malformed()
  const chain = parseCertificates(x5c.map(decodeBase64))
  const signed = { data: new TextEncoder().encode(`${header}.${payload}`), signature: readPart(signature) }
  const scheme = schemes.get(alg)
  const holds =
    scheme !== undefined && fitsKey(scheme, chain[0].key) && (await platform.verifyOnce(chain[0].key, scheme, signed))
  if (!holds) throw new PasskeyError('attestation_signature_invalid')
  return { payload: readJson(payload), chain }
}

function readPart(part: string): Uint8Array {
  const bytes = part === '' ? new Uint8Array(0) : decodeBase64url(part)
  if (!bytes) throw malformed()
  return bytes
}

function readJson(part: string): Readonly<Record<string, unknown>> {
  const bytes = readPart(part)
  return readWithCode('attestation_statement_malformed', () =>
    readObject(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)), {
      code: 'attestation_statement_malformed',
      name: 'the signed JSON',
    }),
  )
}

/** Empty for invalid base64; no certificate is empty. */
function decodeBase64(text: unknown): Uint8Array {
  try {
    return Uint8Array.from(atob(typeof text === 'string' ? text : ''), (character) => character.charCodeAt(0))
  } catch {
    return new Uint8Array(0)
  }
}

function malformed(): PasskeyError {
  return new PasskeyError('attestation_statement_malformed')
}
