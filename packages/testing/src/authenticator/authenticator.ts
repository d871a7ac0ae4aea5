import type { AuthenticationResponseJSON, AuthenticatorAttachment, RegistrationResponseJSON } from '@latchkey/wire'
import type { AttestationAuthority } from '../attestation/attestation-authority.js'
import type { AttestationKind } from './attestation.js'
import type { ClientCreationOptions, ClientRequestOptions } from './client-options.js'
import type { RandomBytes } from './signing-key.js'
import type { AuthenticationTamper, RegistrationTamper } from './tamper.js'

/** The kind of client and authenticator. Default: a platform's provider of synced passkeys. */
export interface AuthenticatorOptions {
  /** The origin of the page that calls it, such as `https://app.example.com`. */
  readonly origin: string
  /**
   * The supported algorithms, as COSE numbers: ES256 (-7), ES384 (-35), ES512 (-36), ES256K (-47), ESP256, ESP384 and
   * ESP512 (-9, -51, -52), EdDSA (-8), Ed25519 (-19), Ed448 (-53), RS256, RS384 and RS512 (-257, -258, -259), PS256,
   * PS384 and PS512 (-37, -38, -39), ML-DSA-44, -65 and -87 (-48, -49, -50), RS1 (-65535), which no server should
   * accept. A new key has the first offered algorithm that is supported.
   *
   * @default all of them
   */
  readonly algorithms?: readonly number[]
  /**
   * Its attestation, whichever was requested.
   *
   * @default `none`
   */
  readonly attestation?: AttestationKind
  /**
   * The issuer of its attestation certificates.
   *
   * @default one of its own, which is not trusted
   */
  readonly authority?: AttestationAuthority
  /**
   * The algorithm of its attestation, if that is not signed with the credential's key: -7 (default), -35, -8, -257 or
   * -65535.
   *
   * @default -7
   */
  readonly attestationAlgorithm?: number
  /**
   * The UV flag, whichever user verification was requested: a server must check it itself.
   *
   * @default true
   */
  readonly userVerified?: boolean
  /**
   * Backup eligible and backed up (BE and BS), or neither.
   *
   * @default true
   */
  readonly synced?: boolean
  /**
   * Whether it counts: 1 at registration, one more at each sign-in. Otherwise the sign count stays 0.
   *
   * @default false
   */
  readonly counts?: boolean
  /**
   * A UUID.
   *
   * @default all zeros
   */
  readonly aaguid?: string
  /** @default `platform` */
  readonly attachment?: AuthenticatorAttachment
  /** @default the usual ones for such an authenticator */
  readonly transports?: readonly string[]
  /**
   * The length of new credential ids in bytes.
   *
   * @default 32
   */
  readonly credentialIdLength?: number
  /**
   * The source of ids and keys. If the bytes repeat, the responses repeat too, because signatures are deterministic.
   * Exceptions: RSA keys, which the platform creates, and PSS signatures.
   *
   * @default the platform's randomness
   */
  readonly randomBytes?: RandomBytes
}

/** What is different about one registration. */
export interface CreateArguments {
  /** The lies of this ceremony. */
  readonly tamper?: RegistrationTamper
  /** The UV flag of this ceremony. */
  readonly userVerified?: boolean
  /** A conditional registration needs no user gesture: neither UP nor UV is set. */
  readonly mediation?: 'conditional'
}

/** What is different about one authentication. */
export interface GetArguments {
  /** The lies of this ceremony. */
  readonly tamper?: AuthenticationTamper
  /** The UV flag of this ceremony. */
  readonly userVerified?: boolean
}

/** A credential, as a test can inspect it. */
export interface AuthenticatorCredential {
  /** Base64url. */
  readonly id: string
  readonly rpId: string
  /** Base64url. */
  readonly userHandle: string
  readonly discoverable: boolean
  readonly algorithm: number
  readonly signCount: number
  /** The COSE key as CBOR. */
  readonly publicKey: Uint8Array
}

/** A browser and the authenticator in it, in software. */
export interface Authenticator {
  /** The credentials it holds now, oldest first. A snapshot: it does not change afterwards. */
  readonly credentials: readonly AuthenticatorCredential[]

  /**
   * Creates a credential and returns what `navigator.credentials.create()` and `toJSON()` would. It is discoverable
   * when `residentKey` is required or preferred, and then replaces the user's other one for that RP ID.
   *
   * @throws {DOMException} `SecurityError` for an RP ID that the origin may not use, `InvalidStateError` when one of
   *   `excludeCredentials` is held, `NotSupportedError` when no offered algorithm is supported, `NotAllowedError`
   *   when the other attachment is required, `EncodingError` for a member that is not base64url.
   * @throws {TypeError} for a user id that is not 1 to 64 bytes long, and for a lie about a signature if there is
   *   none.
   */
  create(options: ClientCreationOptions, how?: CreateArguments): Promise<RegistrationResponseJSON>

  /**
   * Signs with the newest credential that fits and returns what `navigator.credentials.get()` and `toJSON()` would. A
   * credential fits if it is for the RP ID and in `allowCredentials`, or discoverable if that list is empty.
   *
   * @throws {DOMException} `SecurityError` and `EncodingError` as in {@link create}, `NotAllowedError` when none
   *   fits.
   */
  get(options: ClientRequestOptions, how?: GetArguments): Promise<AuthenticationResponseJSON>

  /** Removes a credential by its base64url id; false if it is not held. */
  forget(id: string): boolean

  /** A copy with the same keys and counts, which counts independently from here on: a cloned authenticator. */
  clone(): Authenticator
}
