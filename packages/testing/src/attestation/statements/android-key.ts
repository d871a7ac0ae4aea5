import { der } from '../der.js'
import { type AttestationStatement, chainOf, type StatementInput } from './statement-input.js'

/**
 * The key store's description of a key on Android.
 *
 * @see https://source.android.com/docs/security/features/keystore/attestation#schema
 */
export interface KeyDescriptionContent {
  readonly challenge: Uint8Array
  readonly software: readonly KeyAuthorization[]
  readonly hardware: readonly KeyAuthorization[]
}

/** One entry of an authorization list: its tag, and its value as DER. */
export type KeyAuthorization = readonly [tag: number, value: Uint8Array]

/** Some entries that matter, for a list. */
export const keyAuthorization = {
  purposes: (...purposes: readonly number[]): KeyAuthorization => [
    1,
    der.set(...purposes.map((it) => der.integer(it))),
  ],
  origin: (origin: number): KeyAuthorization => [702, der.integer(origin)],
  /** NULL: any app may use the key. */
  allApplications: [600, Uint8Array.of(5, 0)] as KeyAuthorization,
} as const

/** @see https://www.w3.org/TR/webauthn-3/#sctn-android-key-attestation */
export function makeAndroidKey(input: StatementInput): AttestationStatement {
  const { credentialKey, signedBytes, clientDataHash, tamper } = input
  const honest: KeyDescriptionContent = {
    challenge: clientDataHash,
    // Tag 701, the time of creation, is one of the many that are not checked.
    software: [[701, der.integer(1)]],
    hardware: [keyAuthorization.purposes(2), keyAuthorization.origin(0)],
  }
  const described = tamper.keyDescription?.(honest) ?? honest
  const value = described instanceof Uint8Array ? described : encodeKeyDescription(described)
  const chain = chainOf(input, {
    subjectPublicKeyInfo: credentialKey.subjectPublicKeyInfo,
    subject: [['2.5.4.3', 'Android Keystore Key']],
    extensions: [{ id: '1.3.6.1.4.1.11129.2.1.17', critical: false, value }],
  })
  return {
    fmt: 'android-key',
    attStmt: new Map<string, unknown>([
      ['alg', credentialKey.algorithm],
      ['sig', credentialKey.sign(signedBytes)],
      ['x5c', chain],
    ]),
  }
}

const version = 300
const trustedEnvironment = 1

function encodeKeyDescription({ challenge, software, hardware }: KeyDescriptionContent): Uint8Array {
  return der.sequence(
    der.integer(version),
    der.enumerated(trustedEnvironment),
    der.integer(version),
    der.enumerated(trustedEnvironment),
    der.octetString(challenge),
    der.octetString(new Uint8Array()),
    encodeList(software),
    encodeList(hardware),
  )
}

function encodeList(list: readonly KeyAuthorization[]): Uint8Array {
  return der.sequence(...list.map(([tag, value]) => der.explicit(tag, value)))
}
