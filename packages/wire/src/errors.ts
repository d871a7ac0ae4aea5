import type { SignalsJSON } from './passkey-json.js'

/** The public meaning of one code. */
export interface ErrorRow {
  /** The HTTP status of the code. */
  readonly status: number
  /**
   * The code that the public sees after a failed sign-in: the code `itself` if it reveals nothing about a user, else
   * `sign_in_failed`. Logs and events always have the original code.
   */
  readonly publicCode: 'itself' | 'sign_in_failed'
  /** A constant sentence that can be shown. It never contains an expected value, a secret or request data. */
  readonly message: string
}

const open = (status: number, message: string): ErrorRow => ({ status, publicCode: 'itself', message })
const masked = (status: number, message: string): ErrorRow => ({ status, publicCode: 'sign_in_failed', message })
/** A failed check of WebAuthn section 7.1 or 7.2. */
const check = (message: string): ErrorRow => masked(422, message)

/**
 * All error codes. `snake_case`, a closed set, and the API: branch on codes, never on messages.
 *
 * The second half are the checks of WebAuthn Level 3, sections 7.1 and 7.2.
 */
export const errorTable = {
  malformed: open(400, 'The request is malformed.'),
  ceremony_invalid: open(400, 'This attempt is not valid here. Please start again.'),
  code_invalid: open(400, 'This code is not valid, or has expired.'),
  policy_invalid: open(400, 'This passkey policy is not valid.'),
  sign_in_failed: open(401, 'Signing in with this passkey failed.'),
  not_signed_in: open(401, 'Please sign in first.'),
  passkeys_off: open(403, 'Passkeys are switched off here.'),
  recent_authentication_required: open(403, 'Please sign in again first.'),
  cooling_down: open(403, 'A passkey was added recently. Please sign in with an older passkey first, or wait.'),
  code_required: open(403, 'Please enter the code that was sent to you first.'),
  account_locked: open(403, 'This account is locked.'),
  forbidden: open(403, 'This is not allowed.'),
  cross_site: open(403, 'The request came from another site.'),
  not_found: open(404, 'Not found.'),
  already_registered: open(409, 'This device already has a passkey for this account.'),
  limit_reached: open(409, 'No more passkeys can be added to this account.'),
  last_sign_in_method: open(409, 'This is the last sign-in method, so it cannot be removed.'),
  identifier_taken: open(409, 'This name is already taken.'),
  ceremony_spent: open(409, 'This attempt has already been used. Please start again.'),
  account_changed: open(409, 'The account has changed. Please start again.'),
  decline_refused: open(409, 'A passkey is required here.'),
  version_conflict: open(409, 'Another admin has changed this. Please reload.'),
  ceremony_expired: open(410, 'This attempt took too long. Please start again.'),
  too_large: open(413, 'The request is too large.'),
  authenticator_not_allowed: open(422, 'This kind of passkey is not allowed here.'),
  attestation_not_trusted: open(422, 'This authenticator is not trusted here.'),
  too_many_tries: open(429, 'Too many tries. Please wait a moment.'),
  storage_unavailable: open(503, 'The service is not available. Please try again.'),

  malformed_response: check('The response is not a WebAuthn credential in JSON.'),
  malformed_client_data: check('The client data cannot be read.'),
  malformed_attestation_object: check('The attestation object cannot be read.'),
  malformed_authenticator_data: check('The authenticator data cannot be read.'),
  malformed_public_key: check('The public key cannot be read.'),
  client_data_type_mismatch: check('The client data is for another type of ceremony.'),
  challenge_mismatch: check('The challenge in the response is not the issued one.'),
  origin_mismatch: check('The response is from another origin.'),
  cross_origin_not_allowed: check('The response is from a cross-origin frame.'),
  top_origin_mismatch: check('The response is from a page inside another origin.'),
  rp_id_hash_mismatch: check('The response is for another relying party.'),
  user_presence_missing: check('The user was not present.'),
  user_verification_missing: check('The user was not verified.'),
  backup_flags_invalid: check('The backup flags contradict each other.'),
  backup_policy_violation: check('A passkey with this backup eligibility is not allowed.'),
  backup_eligibility_changed: check('The backup eligibility of the passkey has changed.'),
  attested_credential_data_missing: check('The response contains no new credential.'),
  credential_id_invalid: check('The credential id is too short.'),
  credential_id_too_long: check('The credential id is too long.'),
  credential_id_mismatch: check('The response names another credential than the attested one.'),
  algorithm_not_allowed: check('The algorithm of the key was not offered.'),
  public_key_invalid: check('The public key is not valid.'),
  attestation_format_unsupported: check('The attestation statement format is not supported.'),
  attestation_statement_malformed: check('The attestation statement cannot be read.'),
  attestation_signature_invalid: check('The attestation signature is not valid.'),
  attestation_alg_mismatch: check('The attestation uses another algorithm than the key.'),
  attestation_alg_not_allowed: check('The attestation uses an algorithm that is not allowed.'),
  attestation_key_mismatch: check('The attestation is for another key.'),
  attestation_challenge_mismatch: check('The attestation is for another ceremony.'),
  attestation_aaguid_mismatch: check('The attestation names another authenticator model.'),
  attestation_certificate_invalid: check('An attestation certificate is not valid.'),
  attestation_certificate_expired: check('An attestation certificate is expired or not valid yet.'),
  attestation_chain_untrusted: check('The attestation certificates do not end at a trusted root.'),
  attestation_type_not_allowed: check('This type of attestation is not allowed.'),
  tpm_cert_info_invalid: check('The TPM certification is not valid.'),
  tpm_pub_area_mismatch: check('The TPM certification is for another key.'),
  android_key_invalid: check('The Android key description is not valid.'),
  attestation_safetynet_cts: check('The device failed the SafetyNet check.'),
  attestation_safetynet_timestamp: check('The SafetyNet response is too old or from the future.'),
  credential_not_allowed: check('The passkey is not one of the requested ones.'),
  credential_not_found: check('The passkey is not registered.'),
  user_handle_missing: check('The response does not name a user.'),
  user_handle_mismatch: check('The passkey belongs to another user.'),
  signature_invalid: check('The signature is not valid.'),
  sign_count_regression: check('The sign count went back. The passkey may have been copied.'),
  extension_output_invalid: check('An extension output is malformed.'),
  second_opinion_differs: check('Two verifications have different results.'),
} as const satisfies Readonly<Record<string, ErrorRow>>

/** The code of an error. */
export type PasskeyErrorCode = keyof typeof errorTable

/** Is an untrusted string one of the codes? */
export function isPasskeyErrorCode(code: unknown): code is PasskeyErrorCode {
  return typeof code === 'string' && Object.hasOwn(errorTable, code)
}

/** One invalid field. */
export interface FieldIssue {
  /** The path of the field, joined by dots, such as `prompt.every`. Empty for the whole value. */
  readonly path: string
  /** What to write instead. */
  readonly message: string
  /** For a policy that is less strict than the environment allows: the environment's value, and the refused one. */
  readonly floor?: unknown
  readonly value?: unknown
}

/** The body of an error response: `application/problem+json`, RFC 9457. */
export interface ProblemJSON {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: PasskeyErrorCode
  /** What the developer must change, for `cross_site` of a page on the developer's own machine, such as `localhost`. */
  readonly detail?: string
  /** What to signal to the browser about the refused credential. */
  readonly signals?: SignalsJSON
  /** For `policy_invalid`, and for `malformed` and `identifier_taken` of a profile: one issue per field. */
  readonly issues?: readonly FieldIssue[]
}
