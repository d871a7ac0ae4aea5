import { because, type ErrorNotes } from './error-cause.js'

const manipulated = because(
  'The response was changed on its way, or made by hand.',
  'Nothing for a user to do. Many of them in a short time are an attack or a broken client.',
)
const passwordManager = because(
  'A password manager or a browser extension answers with an incomplete or wrong response.',
  'Try without the extension. Report it to its maker, with the code.',
)
const ownCode = because(
  'The page reads `navigator.credentials` itself and encodes the response in its own way.',
  'Use [`@latchkey/browser`](../browser.md), or `credential.toJSON()`.',
)
const ownExpectation = (expected: string) =>
  because(`You call the pure verifiers with another ${expected}.`, 'Pass the value that the options were made with.')

/** Checks of WebAuthn Level 3 on the response, its client data and its authenticator data. */
export const responseErrors = {
  malformed_response: { causes: [ownCode, passwordManager, manipulated] },
  malformed_client_data: { causes: [passwordManager, manipulated] },
  malformed_attestation_object: { causes: [passwordManager, manipulated] },
  malformed_authenticator_data: { causes: [passwordManager, manipulated] },
  malformed_public_key: { causes: [passwordManager, manipulated] },
  client_data_type_mismatch: {
    causes: [
      because(
        'A response of `create()` is sent to a sign-in, or one of `get()` to an enrollment.',
        'Send it to its own route.',
      ),
      manipulated,
    ],
  },
  challenge_mismatch: {
    causes: [
      because(
        'Two ceremonies run at once, and the response of one is sent with the `ceremony` of the other.',
        'Use one client for the page: it runs one ceremony at a time.',
      ),
      ownExpectation('challenge'),
      manipulated,
    ],
  },
  origin_mismatch: {
    causes: [
      because(
        'The page runs on an origin that is not configured.',
        'Add the exact origin to `relyingParty.origins`: scheme, host and port.',
      ),
      because(
        'The response comes from a browser extension.',
        'Add its origin to `extensionOrigins`. See [browser extensions](../browser.md#browser-extensions).',
      ),
      because('A phishing site passes the response on.', 'Nothing: that is what passkeys are for. Warn the user.'),
    ],
  },
  cross_origin_not_allowed: {
    causes: [
      because(
        'Your page is in a frame of another site.',
        'Open it in a window of its own. The pure verifiers take `crossOrigin`, if a frame is what you want.',
      ),
      manipulated,
    ],
  },
  top_origin_mismatch: {
    causes: [
      because('The page around the frame is not in your list of top origins.', 'Add its exact origin.'),
      because('The browser does not report the page around the frame.', 'Do not require it, or do not use frames.'),
    ],
  },
  rp_id_hash_mismatch: {
    causes: [
      because(
        'The RP ID was changed after the passkey was created.',
        'Set it back: a passkey works for its RP ID only, and cannot be moved.',
      ),
      because('The passkey was created by another environment with another RP ID.', 'Create one here.'),
      ownExpectation('RP ID'),
    ],
  },
  user_presence_missing: {
    causes: [passwordManager, because('A device answered without a touch.', 'Ask for another passkey.'), manipulated],
  },
  user_verification_missing: {
    causes: [
      because(
        'The authenticator has no PIN or biometrics set up, and the policy requires user verification.',
        'Ask the user to set up a PIN for the security key or the device.',
      ),
      because(
        'A password manager ignores the requirement.',
        'Ask the user to unlock it with a PIN or biometrics, or use another passkey.',
      ),
      because('The policy became stricter between begin and finish.', 'Begin again.'),
    ],
  },
  backup_flags_invalid: { causes: [passwordManager, manipulated] },
  backup_policy_violation: {
    causes: [because('Nothing throws this code yet.', 'See [planned names](../policy.md#planned).')],
  },
  backup_eligibility_changed: {
    causes: [
      because(
        "A password manager changed whether a passkey can be synced, and the policy says `backupEligibilityChange: 'reject'`.",
        "Set it to 'flag': the specification forbids such a change, but providers have made it in updates.",
      ),
      manipulated,
    ],
  },
  attested_credential_data_missing: { causes: [passwordManager, manipulated] },
  credential_id_invalid: {
    causes: [passwordManager, because('The id has fewer than 16 bytes.', 'Use another authenticator.')],
  },
  credential_id_too_long: {
    causes: [passwordManager, because('The id has more than 1,023 bytes.', 'Use another authenticator.')],
  },
  credential_id_mismatch: { causes: [passwordManager, manipulated] },
  algorithm_not_allowed: {
    causes: [
      because('The authenticator used an algorithm that was not offered.', 'Update its firmware, or use another one.'),
      because('`algorithms` became shorter between begin and finish.', 'Begin again.'),
    ],
  },
  public_key_invalid: {
    causes: [
      because(
        'The key is not a valid one of its algorithm: a point off the curve, a number out of range.',
        'Update the firmware of the authenticator, or use another one.',
      ),
      manipulated,
    ],
  },
  credential_not_allowed: {
    causes: [
      because(
        'The passkey is suspended here, or bound to another organization.',
        'The [support desk](../support-desk.md) can see both.',
      ),
      because('The user chose a passkey of another account.', 'Ask the user to choose the passkey of this account.'),
      because(
        'The policy does not accept the passkey any more: its kind, its model, or one that needs a user name.',
        'Look at [the policy](../policy.md) that applies to the user, and at its preview.',
      ),
    ],
  },
  credential_not_found: {
    causes: [
      because(
        'The passkey was removed here, and the device still has it.',
        'The client signals it to the browser. Ask the user to delete it on the device and to create a new one.',
      ),
      because(
        'The database was restored from a backup that is older than the passkey.',
        'Ask the user to create a new one.',
      ),
      because(
        'The passkey belongs to another environment with the same RP ID.',
        'Give each environment its own RP ID.',
      ),
    ],
  },
  user_handle_missing: {
    causes: [
      because(
        'A security key without discoverable passkeys was used without a user name.',
        'Ask for the user name first: `flow` of [the policy](../policy.md).',
      ),
      passwordManager,
    ],
  },
  user_handle_mismatch: {
    causes: [
      because(
        'Rows were copied between databases, or changed by hand.',
        'Compare the row of the passkey with that of its account.',
      ),
      because(
        'A passkey was imported with the wrong user handle.',
        'Import it again with the handle of the other system.',
      ),
      manipulated,
    ],
  },
  signature_invalid: {
    causes: [
      manipulated,
      because(
        'A passkey was imported with the wrong public key.',
        'Import it again: [import and export](../import-and-export.md).',
      ),
      because('A virtual authenticator or a browser extension signs with another key.', 'Use a real one.'),
    ],
  },
  sign_count_regression: {
    causes: [
      because(
        'A backup of the database was restored: its counts are older, or newer, than those of the devices.',
        "Set `signCount: 'flag'` for a while.",
      ),
      because('The passkey was copied.', 'Suspend it, and ask the user to create a new one.'),
      because(
        'A password manager syncs passkeys and counts on each device by itself.',
        "Set `signCount: 'by-kind'`, which is the default.",
      ),
    ],
    log: 'The event `passkey.clone_suspected` has both counts; `passkey.suspended` follows if the policy suspends.',
  },
  extension_output_invalid: { causes: [passwordManager, manipulated] },
  second_opinion_differs: {
    causes: [
      because(
        'The other library cannot verify this algorithm or this response.',
        'See [its limits](../security.md#a-second-opinion).',
      ),
      because('One of both libraries has a fault.', 'Report it, with both reasons: [SECURITY.md](../../SECURITY.md).'),
    ],
    log: '`error.cause` has the results of both libraries.',
  },
} as const satisfies Readonly<Record<string, ErrorNotes>>
