import type { AuthenticatorAttachment } from '@latchkey/wire'
import { type AttestationAuthority, createAttestationAuthority } from '../attestation/attestation-authority.js'
import { type AttestationKey, createAttestationKey } from '../attestation/attestation-key.js'
import { type AttestationKind, attestationMakers } from './attestation.js'
import type { AuthenticatorOptions } from './authenticator.js'
import { signingAlgorithms } from './signing-algorithms.js'

/** The options of an authenticator, with all defaults filled in. */
export interface Settings {
  readonly origin: string
  readonly algorithms: readonly number[]
  readonly attestation: AttestationKind
  readonly authority: AttestationAuthority
  readonly attestationKey: AttestationKey
  readonly userVerified: boolean
  readonly synced: boolean
  readonly counts: boolean
  readonly aaguid: Uint8Array
  readonly attachment: AuthenticatorAttachment
  readonly transports: readonly string[]
  readonly credentialIdLength: number
}

/**
 * The options with their defaults.
 *
 * @throws {TypeError} for an option that no authenticator can follow.
 */
export function resolveSettings(options: AuthenticatorOptions): Settings {
  const attachment = options.attachment ?? 'platform'
  const synced = options.synced ?? true
  return Object.freeze({
    origin: checkedOrigin(options.origin),
    algorithms: checkedAlgorithms(options.algorithms ?? [...signingAlgorithms.keys()]),
    attestation: checkedAttestation(options.attestation ?? 'none'),
    authority: options.authority ?? createAttestationAuthority(),
    attestationKey: createAttestationKey(options.attestationAlgorithm),
    userVerified: options.userVerified ?? true,
    synced,
    counts: options.counts ?? false,
    aaguid: aaguidBytes(options.aaguid ?? '00000000-0000-0000-0000-000000000000'),
    attachment,
    transports: [...(options.transports ?? usualTransports(attachment, synced))],
    credentialIdLength: checkedCredentialIdLength(options.credentialIdLength ?? 32),
  })
}

function usualTransports(attachment: AuthenticatorAttachment, synced: boolean): readonly string[] {
  if (attachment === 'cross-platform') return ['usb']
  return synced ? ['hybrid', 'internal'] : ['internal']
}

function checkedOrigin(origin: string): string {
  const isSerialised = URL.canParse(origin) && new URL(origin).origin === origin
  if (!isSerialised) throw new TypeError('origin must be a web origin such as https://app.example.com, without a path.')
  return origin
}

function checkedAlgorithms(algorithms: readonly number[]): readonly number[] {
  for (const algorithm of algorithms) {
    if (!signingAlgorithms.has(algorithm)) throw new TypeError(`There is no signing algorithm ${algorithm} here.`)
  }
  return [...algorithms]
}

function checkedAttestation(attestation: AttestationKind): AttestationKind {
  if (!Object.hasOwn(attestationMakers, attestation)) {
    throw new TypeError(`attestation must be one of ${Object.keys(attestationMakers).join(', ')}.`)
  }
  return attestation
}

function aaguidBytes(aaguid: string): Uint8Array {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(aaguid)) throw new TypeError('aaguid must be a UUID.')
  return Uint8Array.from(Buffer.from(aaguid.replaceAll('-', ''), 'hex'))
}

function checkedCredentialIdLength(length: number): number {
  const fits = Number.isInteger(length) && length >= 1 && length <= 0xffff
  if (!fits) throw new TypeError('credentialIdLength must be a whole number from 1 to 65535.')
  return length
}
