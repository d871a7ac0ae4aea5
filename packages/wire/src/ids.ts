/**
 * Strings that must not be confused have different types. Each is an ordinary string at run time. The brand exists only
 * for the compiler, and is added where the value is validated.
 */

declare const brand: unique symbol
type Branded<Name extends string> = string & { readonly [brand]: Name }

/** A credential id as unpadded base64url, 16 to 1023 bytes. It is also the passkey's id in every method and route. */
export type CredentialId = Branded<'CredentialId'>

/** A WebAuthn user handle as unpadded base64url, 1 to 64 bytes: opaque, random, never an e-mail address. */
export type UserHandle = Branded<'UserHandle'>

/** A WebAuthn challenge as unpadded base64url. */
export type Challenge = Branded<'Challenge'>
