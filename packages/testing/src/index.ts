export {
  type AttestationAuthority,
  type AttestationAuthorityOptions,
  createAttestationAuthority,
  type WantedCertificate,
} from './attestation/attestation-authority.js'
export type { CertificateContent, CertificateExtension, CertificateName } from './attestation/certificate.js'
export { extensions as certificateExtensions } from './attestation/certificate.js'
export { der } from './attestation/der.js'
export { createMetadataBlob, type MetadataContent, type MetadataEntry } from './attestation/metadata-blob.js'
export type { StatementTamper } from './attestation/statement-tamper.js'
export {
  type KeyAuthorization,
  type KeyDescriptionContent,
  keyAuthorization,
} from './attestation/statements/android-key.js'
export type { SafetynetContent } from './attestation/statements/android-safetynet.js'
export type { AttestationStatement } from './attestation/statements/statement-input.js'
export type { CertifyInfoContent, PublicAreaContent } from './attestation/statements/tpm-structures.js'
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
export type { ConformanceCase, MakeStorage } from './conformance/conformance-case.js'
export type { StorageRace } from './conformance/races/storage-race.js'
export { storageRaces } from './conformance/races/storage-races.js'
export {
  fullPasskey,
  sampleAccount,
  sampleCode,
  sampleCodeSpend,
  sampleCredentialId,
  sampleEvent,
  sampleMetadata,
  samplePasskey,
  samplePolicy,
  sampleRpId,
  sampleSpend,
  sampleTarget,
  sampleTime,
  sampleTogether,
  sampleUse,
  sampleUserHandle,
} from './conformance/sample-records.js'
export { storageConformance } from './conformance/storage-conformance.js'
export type { HostileStorage, LieAbout } from './hostile/hostile-storage.js'
export { hostileStorages } from './hostile/hostile-storages.js'
