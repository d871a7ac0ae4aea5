import type { SignalsJSON } from './passkey-json.js'

/** What one code means to the outside. */
export interface ErrorRow {
  /** The HTTP status that goes with the code. */
  readonly status: number
  /**
   * What a failed sign-in may tell the public: the code `itself`, because it says nothing about a user, or only
   * `sign_in_failed`. The log and the event always know the code.
   */
  readonly told: 'itself' | 'sign_in_failed'
  /** A constant sentence that can be shown; it never holds an expected value, a secret or what was sent. */
  readonly message: string
}

const open = (status: number, message: string): ErrorRow => ({ status, told: 'itself', message })
const masked = (status: number, message: string): ErrorRow => ({ status, told: 'sign_in_failed', message })
/** A check of WebAuthn section 7.1 or 7.2 that did not hold. */
const check = (message: string): ErrorRow => masked(422, message)

/**
 * Every code there is. `snake_case`, closed, and the API: a program may branch on a code, never on a message.
 *
 * The second half are the checks of WebAuthn Level 3, sections 7.1 and 7.2.
 */
export const errorTable = {
  malformed: open(400, 'The request does not have the form it must have.'),
  ceremony_invalid: open(400, 'This attempt was not begun here. Please start again.'),
  code_invalid: open(400, 'This code is not valid, or no longer valid.'),
  policy_invalid: open(400, 'This passkey policy is not valid.'),
  sign_in_failed: open(401, 'Signing in with this passkey did not work.'),
  not_signed_in: open(401, 'Please sign in first.'),
  passkeys_off: open(403, 'Passkeys are switched off here.'),
  recent_authentication_required: open(403, 'Please sign in again before you do this.'),
  account_locked: open(403, 'This account is locked.'),
  forbidden: open(403, 'This is not allowed.'),
  cross_site: open(403, 'The request came from another site.'),
  not_found: open(404, 'There is nothing here.'),
  already_registered: open(409, 'This device already has a passkey for this account.'),
  limit_reached: open(409, 'No more passkeys can be added to this account.'),
  last_sign_in_method: open(409, 'This is the last way to sign in, so it cannot be removed.'),
  identifier_taken: open(409, 'This name is already taken.'),
  ceremony_spent: open(409, 'This attempt has already been used. Please start again.'),
  account_changed: open(409, 'The account has changed in the meantime. Please start again.'),
  decline_refused: open(409, 'A passkey is required here.'),
  version_conflict: open(409, 'Somebody else changed this in the meantime.'),
  ceremony_expired: open(410, 'This attempt took too long. Please start again.'),
  too_large: open(413, 'The request is too large.'),
  authenticator_not_allowed: open(422, 'This kind of passkey is not allowed here.'),
  attestation_not_trusted: open(422, 'This authenticator is not one of the trusted ones.'),
  too_many_tries: open(429, 'Too many tries. Please wait a moment.'),
  storage_unavailable: open(503, 'The service is not available at the moment. Please try again.'),

  malformed_response: check('The response is not the JSON of a WebAuthn credential.'),
  malformed_client_data: check('The client data cannot be read.'),
  malformed_attestation_object: check('The attestation object cannot be read.'),
  malformed_authenticator_data: check('The authenticator data cannot be read.'),
  malformed_public_key: check('The public key cannot be read.'),
  client_data_type_mismatch: check('The client data is of another type of ceremony.'),
  challenge_mismatch: check('The challenge in the response is not the one that was issued.'),
  origin_mismatch: check('The response was made on another origin.'),
  cross_origin_not_allowed: check('The response was made in a cross-origin frame.'),
  top_origin_mismatch: check('The response was made inside a page of another origin.'),
  rp_id_hash_mismatch: check('The response was made for another relying party.'),
  user_presence_missing: check('The authenticator did not see a user.'),
  user_verification_missing: check('The authenticator did not verify the user.'),
  backup_flags_invalid: check('The backup flags contradict each other.'),
  backup_policy_violation: check('A passkey of this backup eligibility is not allowed.'),
  backup_eligibility_changed: check('The backup eligibility of the passkey has changed.'),
  attested_credential_data_missing: check('The response holds no new credential.'),
  credential_id_invalid: check('The credential id is too short.'),
  credential_id_too_long: check('The credential id is too long.'),
  credential_id_mismatch: check('The response names another credential than the one it attests.'),
  algorithm_not_allowed: check('The key is of an algorithm that was not asked for.'),
  public_key_invalid: check('The public key is not a sound key.'),
  attestation_format_unsupported: check('The attestation statement format is not supported.'),
  attestation_statement_malformed: check('The attestation statement cannot be read.'),
  attestation_signature_invalid: check('The attestation signature does not hold.'),
  attestation_alg_mismatch: check('The attestation was made with another algorithm than the key.'),
  attestation_alg_not_allowed: check('The attestation was made with an algorithm that is not allowed.'),
  attestation_key_mismatch: check('The attestation vouches for another key.'),
  attestation_challenge_mismatch: check('The attestation was made for another ceremony.'),
  attestation_aaguid_mismatch: check('The attestation names another kind of authenticator.'),
  attestation_certificate_invalid: check('An attestation certificate is not valid.'),
  attestation_certificate_expired: check('An attestation certificate is not valid at this time.'),
  attestation_chain_untrusted: check('The attestation does not lead to a trusted root.'),
  attestation_type_not_allowed: check('Attestation of this type is not allowed.'),
  tpm_cert_info_invalid: check('The TPM certification does not hold.'),
  tpm_pub_area_mismatch: check('The TPM vouches for another key.'),
  android_key_invalid: check('The Android key description is not acceptable.'),
  attestation_safetynet_cts: check('The device did not pass the SafetyNet test.'),
  attestation_safetynet_timestamp: check('The SafetyNet answer is too old or from the future.'),
  credential_not_allowed: check('The passkey is not one of those that were asked for.'),
  credential_not_found: check('Nobody has this passkey.'),
  user_handle_missing: check('The response does not say which user it is for.'),
  user_handle_mismatch: check('The response is for another user than the owner of the passkey.'),
  signature_invalid: check('The signature does not hold.'),
  sign_count_regression: check('The sign count went back: the passkey may have been copied.'),
  extension_output_invalid: check('An extension output does not have the form it must have.'),
  second_opinion_differs: check('Two verifications came to different results.'),
} as const satisfies Readonly<Record<string, ErrorRow>>

/** The code of an error. */
export type PasskeyErrorCode = keyof typeof errorTable

/** Whether a string that came from outside is one of the codes. */
export function isPasskeyErrorCode(code: unknown): code is PasskeyErrorCode {
  return typeof code === 'string' && Object.hasOwn(errorTable, code)
}

/** What is wrong with one field. */
export interface FieldIssue {
  /** Where the field is, its names joined by dots, such as `prompt.every`; empty for the whole value. */
  readonly path: string
  /** What to write instead. */
  readonly message: string
}

/** The body of an error response: `application/problem+json`, RFC 9457. */
export interface ProblemJSON {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: PasskeyErrorCode
  /** What the browser should be told about the credential that was refused. */
  readonly signals?: SignalsJSON
  /** Of `policy_invalid`, and of a profile's `malformed` and `identifier_taken`: what is wrong, field by field. */
  readonly issues?: readonly FieldIssue[]
}
