/**
 * The options of a ceremony as a client takes them: the members that it reads, and those that it may ignore. The
 * options of any server's library fit.
 *
 * @see https://www.w3.org/TR/webauthn-3/#sctn-parseCreationOptionsFromJSON
 */

/** Names one credential. */
export interface ClientCredentialDescriptor {
  readonly type: string
  readonly id: string
  readonly transports?: readonly string[] | undefined
}

/** The options of `navigator.credentials.create()`, as JSON. */
export interface ClientCreationOptions {
  readonly rp: { readonly id?: string | undefined; readonly name: string }
  readonly user: { readonly id: string; readonly name: string; readonly displayName: string }
  readonly challenge: string
  readonly pubKeyCredParams: readonly { readonly type: string; readonly alg: number }[]
  readonly timeout?: number | undefined
  readonly excludeCredentials?: readonly ClientCredentialDescriptor[] | undefined
  readonly authenticatorSelection?:
    | {
        readonly residentKey?: string | undefined
        readonly requireResidentKey?: boolean | undefined
        readonly userVerification?: string | undefined
        readonly authenticatorAttachment?: string | undefined
      }
    | undefined
  readonly hints?: readonly string[] | undefined
  readonly attestation?: string | undefined
  readonly attestationFormats?: readonly string[] | undefined
  readonly extensions?: { readonly credProps?: boolean | undefined } | undefined
}

/** The options of `navigator.credentials.get()`, as JSON. */
export interface ClientRequestOptions {
  readonly challenge: string
  readonly rpId?: string | undefined
  readonly timeout?: number | undefined
  readonly allowCredentials?: readonly ClientCredentialDescriptor[] | undefined
  readonly userVerification?: string | undefined
  readonly hints?: readonly string[] | undefined
  readonly extensions?: object | undefined
}
