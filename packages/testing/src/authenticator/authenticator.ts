import type { AuthenticationResponseJSON, AuthenticatorAttachment, RegistrationResponseJSON } from '@latchkey/wire'
import type { AttestationAuthority } from '../attestation/attestation-authority.js'
import type { AttestationKind } from './attestation.js'
import type { ClientCreationOptions, ClientRequestOptions } from './client-options.js'
import type { RandomBytes } from './signing-key.js'
import type { AuthenticationTamper, RegistrationTamper } from './tamper.js'

/** What kind of client and authenticator to be. Without a word: a platform's synced passkey provider. */
export interface AuthenticatorOptions {
  /** The origin of the page that asks, such as `https://app.example.com`. */
  readonly origin: string
  /**
   * The algorithms it knows, as COSE numbers: ES256 (-7), ES384 (-35), ES512 (-36), ES256K (-47), ESP256, ESP384 and
   * ESP512 (-9, -51, -52), EdDSA (-8), Ed25519 (-19), Ed448 (-53), RS256, RS384 and RS512 (-257, -258, -259), PS256,
   * PS384 and PS512 (-37, -38, -39), ML-DSA-44, -65 and -87 (-48, -49, -50), RS1 (-65535), which no server should
   * accept. All of them unless given. A new key is of the first one offered that is known.
   */
  readonly algorithms?: readonly number[]
  /** The attestation it gives, whichever was asked for. Default `none`. */
  readonly attestation?: AttestationKind
  /** Who issues the certificates of its attestation. Default one of its own, which is not trusted. */
  readonly authority?: AttestationAuthority
  /**
   * What its attestation is signed with, where that is not the credential's key: -7 (default), -35, -8, -257 or -65535.
   */
  readonly attestationAlgorithm?: number
  /** The UV flag, whichever user verification was asked for: a server must notice itself. Default true. */
  readonly userVerified?: boolean
  /** Backup eligible and backed up (BE and BS), or neither. Default true. */
  readonly synced?: boolean
  /** Counts: 1 at registration, one more at each sign-in. Otherwise the sign count stays 0. Default false. */
  readonly counts?: boolean
  /** A UUID. Default all zeros. */
  readonly aaguid?: string
  /** Default `platform`. */
  readonly attachment?: AuthenticatorAttachment
  /** Default what is usual for such an authenticator. */
  readonly transports?: readonly string[]
  /** How many bytes new credential ids have. Default 32. */
  readonly credentialIdLength?: number
  /**
   * What ids and keys are made from; with bytes that repeat, answers repeat too, because signatures are deterministic.
   * Exceptions: RSA keys, which the platform makes, and PSS signatures. Default the platform's randomness.
   */
  readonly randomBytes?: RandomBytes
}

/** What is different about one registration. */
export interface CreateArguments {
  /** Lies to tell. */
  readonly tamper?: RegistrationTamper
  /** The UV flag of this ceremony. */
  readonly userVerified?: boolean
  /** A conditional registration asks no user: neither UP nor UV is set. */
  readonly mediation?: 'conditional'
}

/** What is different about one authentication. */
export interface GetArguments {
  /** Lies to tell. */
  readonly tamper?: AuthenticationTamper
  /** The UV flag of this ceremony. */
  readonly userVerified?: boolean
}

/** A credential as a test may look at it. */
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
   * Makes a credential and answers as `navigator.credentials.create()` and `toJSON()` would. It is discoverable when
   * `residentKey` is required or preferred, and then takes the place of the user's other one for that RP ID.
   *
   * @throws {DOMException} `SecurityError` for an RP ID that the origin may not use, `InvalidStateError` when one of
   * `excludeCredentials` is held, `NotSupportedError` when no algorithm offered is known, `NotAllowedError` when the
   * other attachment is wanted, `EncodingError` for a member that is not base64url.
   * @throws {TypeError} for a user id that is not 1 to 64 bytes long, and for a lie about a signature where none is made.
   */
  create(options: ClientCreationOptions, how?: CreateArguments): Promise<RegistrationResponseJSON>

  /**
   * Signs with the newest credential that fits and answers as `navigator.credentials.get()` and `toJSON()` would. One
   * fits when it is for the RP ID and is one of `allowCredentials`, or is discoverable where that list is empty.
   *
   * @throws {DOMException} `SecurityError` and `EncodingError` as in {@link create}, `NotAllowedError` when none fits.
   */
  get(options: ClientRequestOptions, how?: GetArguments): Promise<AuthenticationResponseJSON>

  /** Removes a credential by its base64url id; false when it is not held. */
  forget(id: string): boolean

  /** A copy with the same keys and counts, which from here on counts for itself: a cloned authenticator. */
  clone(): Authenticator
}
