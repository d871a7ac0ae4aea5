export type { AttestationKind, AttestationObject, AttestationObjectLie } from './authenticator/attestation.js'
export type {
  Authenticator,
  AuthenticatorCredential,
  AuthenticatorOptions,
  CreateArguments,
  GetArguments,
} from './authenticator/authenticator.js'
export {
  type AttestedCredentialData,
  type AttestedCredentialDataLie,
  type AuthenticatorData,
  type AuthenticatorDataLie,
  authenticatorFlags,
  type RegistrationAuthenticatorData,
} from './authenticator/authenticator-data.js'
export type { ClientData, ClientDataLie } from './authenticator/client-data.js'
export type {
  ClientCreationOptions,
  ClientCredentialDescriptor,
  ClientRequestOptions,
} from './authenticator/client-options.js'
export { createAuthenticator } from './authenticator/create-authenticator.js'
export { createSigningKey } from './authenticator/create-signing-key.js'
export type { CoseKey, RandomBytes, SigningKey } from './authenticator/signing-key.js'
export type { AuthenticationTamper, CeremonyTamper, RegistrationTamper, SignedParts } from './authenticator/tamper.js'
