import type { CreationOptionsJSON, CredentialDescriptorJSON, RequestOptionsJSON } from '@latchkey/wire'
import { base64URLStringToBuffer as decode } from '@simplewebauthn/browser'

/**
 * What `PublicKeyCredential.parseRequestOptionsFromJSON` returns, for browsers without it (Chrome before 129, Safari
 * before 18.4). This module is loaded only there.
 */
export function parseRequestOptions(options: RequestOptionsJSON): PublicKeyCredentialRequestOptions {
  return {
    ...options,
    challenge: decode(options.challenge),
    allowCredentials: descriptors(options.allowCredentials),
    ...extensionsOf(options),
  } as PublicKeyCredentialRequestOptions
}

/** What `PublicKeyCredential.parseCreationOptionsFromJSON` returns. */
export function parseCreationOptions(options: CreationOptionsJSON): PublicKeyCredentialCreationOptions {
  return {
    ...options,
    challenge: decode(options.challenge),
    user: { ...options.user, id: decode(options.user.id) },
    excludeCredentials: descriptors(options.excludeCredentials),
    ...extensionsOf(options),
  } as unknown as PublicKeyCredentialCreationOptions
}

function descriptors(credentials: readonly CredentialDescriptorJSON[] = []): PublicKeyCredentialDescriptor[] {
  return credentials.map((it) => ({ ...it, id: decode(it.id) }) as PublicKeyCredentialDescriptor)
}

interface BytesJSON {
  readonly prf?: { readonly eval?: { readonly first: string } }
  readonly largeBlob?: { readonly write?: string }
}

/** The extensions whose inputs are bytes. */
function extensionsOf({ extensions }: { readonly extensions?: object }): object {
  const { prf, largeBlob }: BytesJSON = { ...extensions }
  const decoded = {
    ...(prf?.eval && { prf: { eval: { first: decode(prf.eval.first) } } }),
    ...(largeBlob?.write !== undefined && { largeBlob: { write: decode(largeBlob.write) } }),
  }
  return extensions ? { extensions: { ...extensions, ...decoded } } : {}
}
