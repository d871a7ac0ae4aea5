/** A published ceremony, and its expected outcome. */
export interface PublishedCase {
  readonly id: string
  readonly rpId: string
  readonly origins: readonly string[]
  readonly challenge: string
  /** The JSON that a page would post. */
  readonly response: unknown
  readonly options: PublishedOptions
  /** Of an authentication. */
  readonly credential?: PublishedCredential
  /** What must be known beside the response. */
  readonly state?: PublishedState
  /** `accepted`, or the code of the refusal. */
  readonly outcome: string
  /** What an accepted response says, as far as the publisher wrote it down. */
  readonly says?: Readonly<Record<string, unknown>>
}

export interface PublishedOptions {
  readonly requireUserVerification?: boolean
  readonly requireTrustedAttestation?: boolean
  readonly supportedAlgorithms?: readonly number[]
  readonly allowCrossOrigin?: boolean
  readonly expectedTopOrigins?: readonly string[]
  readonly appId?: string
  readonly backupEligiblePolicy?: 'disallowed'
  /** DER, base64url. */
  readonly trustAnchors?: readonly string[]
  readonly tpmManufacturers?: readonly string[]
  readonly supportedFormats?: readonly string[]
  readonly allowSha1Attestation?: boolean
  /** ISO 8601; null and absent: the day on which the vectors were collected. */
  readonly verifyAt?: string | null
  readonly mediation?: 'conditional'
}

export interface PublishedCredential {
  readonly id: string
  /** Base64url. */
  readonly publicKeyCose: string
  readonly signCount: number
  readonly backupEligible?: boolean
}

export interface PublishedState {
  readonly registeredCredentialIds?: readonly string[]
  readonly allowCredentials?: readonly string[]
  /** The user handle of the account that was named; null if none was. */
  readonly userId?: string | null
  readonly challengeIssuedAt?: string
  readonly now?: string
  /** The browser that answers; without a word, the one that asked. */
  readonly session?: string
  /** What was issued to another browser. */
  readonly issuedChallenges?: readonly { readonly challenge: string }[]
}
