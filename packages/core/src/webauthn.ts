export type { Challenge, CredentialId, PasskeyErrorCode, UserHandle } from '@latchkey/wire'
export { PasskeyError } from './errors.js'
export type { PlainJson } from './host/plain-json.js'
export type { Receipt } from './receipt/receipt.js'
export {
  type ExpectedReceipt,
  type VerifiedReceipt,
  type VerifyReceiptInput,
  verifyReceipt,
} from './receipt/verify-receipt.js'
export type { AuthenticatorModel, ModelAnchors } from './webauthn/attestation/trust-rules.js'
export type { TrustAnchor } from './webauthn/parse/trust-anchor.js'
export type { AttestationVerdict } from './webauthn/verify/check-attestation.js'
export type { CredentialProtection } from './webauthn/verify/check-credential-protection.js'
export type { FramingRules } from './webauthn/verify/check-framing.js'
export type { ExtensionName } from './webauthn/verify/extension-outputs.js'
export { rememberKeys, type VerificationKeys } from './webauthn/verify/verification-keys.js'
export type { Verified } from './webauthn/verify/verified.js'
export {
  type Assertion,
  type BackupEligibilityVerdict,
  type ExpectedAssertion,
  type SignCountVerdict,
  type StoredCredential,
  type VerifyAssertionInput,
  verifyAssertion,
} from './webauthn/verify/verify-assertion.js'
export {
  type ExpectedAttestation,
  type ExpectedRegistration,
  type RegisteredCredential,
  type Registration,
  type VerifyRegistrationInput,
  verifyRegistration,
} from './webauthn/verify/verify-registration.js'
