export type { Challenge, CredentialId, PasskeyErrorCode, UserHandle } from '@latchkey/wire'
export type { AuthenticatorModel } from './attestation/trust-rules.js'
export { PasskeyError } from './errors.js'
export type { TrustAnchor } from './parse/trust-anchor.js'
export type { AttestationVerdict } from './verify/check-attestation.js'
export type { CredentialProtection } from './verify/check-credential-protection.js'
export type { FramingRules } from './verify/check-framing.js'
export type { ExtensionName } from './verify/extension-outputs.js'
export type { BackupEligibilityVerdict } from './verify/judge-backup-eligibility.js'
export type { SignCountVerdict } from './verify/judge-sign-count.js'
export { rememberKeys, type VerificationKeys } from './verify/verification-keys.js'
export type { Verified } from './verify/verified.js'
export {
  type Assertion,
  type ExpectedAssertion,
  type StoredCredential,
  type VerifyAssertionInput,
  verifyAssertion,
} from './verify/verify-assertion.js'
export {
  type ExpectedAttestation,
  type ExpectedRegistration,
  type RegisteredCredential,
  type Registration,
  type VerifyRegistrationInput,
  verifyRegistration,
} from './verify/verify-registration.js'
