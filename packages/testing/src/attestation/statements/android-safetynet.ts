import { sha256 } from '../../authenticator/sha256.js'
import { der } from '../der.js'
import { type AttestationStatement, chainOf, type StatementInput } from './statement-input.js'

/** The response of Google's service, before it is signed. */
export interface SafetynetContent {
  readonly header: Readonly<Record<string, unknown>>
  readonly payload: Readonly<Record<string, unknown>>
}

const joseNames: ReadonlyMap<number, string> = new Map([
  [-7, 'ES256'],
  [-257, 'RS256'],
])

/**
 * The time in the response is one second after 2026-11-21T12:00:00Z; a test sets its clock to that, or lies.
 *
 * @see https://www.w3.org/TR/webauthn-3/#sctn-android-safetynet-attestation
 */
export function makeAndroidSafetynet(input: StatementInput): AttestationStatement {
  const { attestationKey, signedBytes, tamper } = input
  const chain = chainOf(input, {
    subjectPublicKeyInfo: attestationKey.subjectPublicKeyInfo,
    subject: [['2.5.4.3', 'attest.android.com']],
    extensions: [{ id: '2.5.29.17', critical: false, value: hostName('attest.android.com') }],
  })
  const honest: SafetynetContent = {
    header: { alg: joseNames.get(attestationKey.algorithm) ?? 'none', x5c: chain.map(toBase64) },
    payload: {
      nonce: toBase64(sha256(signedBytes)),
      timestampMs: Date.UTC(2026, 10, 21, 12, 0, 1),
      ctsProfileMatch: true,
      basicIntegrity: true,
    },
  }
  const { header, payload } = tamper.safetynet?.(honest) ?? honest
  const signed = [header, payload].map((it) => Buffer.from(JSON.stringify(it)).toString('base64url')).join('.')
  const signature = attestationKey.signForJose(Buffer.from(signed))
  const response = Buffer.from(`${signed}.${Buffer.from(signature).toString('base64url')}`)
  return {
    fmt: 'android-safetynet',
    attStmt: new Map<string, unknown>([
      ['ver', '14366018'],
      ['response', Uint8Array.from(response)],
    ]),
  }
}

function hostName(name: string): Uint8Array {
  return der.sequence(der.implicit(2, new TextEncoder().encode(name)))
}

function toBase64(bytes: unknown): string {
  return bytes instanceof Uint8Array ? Buffer.from(bytes).toString('base64') : String(bytes)
}
