import { because, type ErrorNotes } from './error-cause.js'

const manipulated = because(
  'The response was changed in transit, or forged.',
  'No action is needed for a single error. Many of them in a short time are an attack or a broken client.',
)
const passwordManager = because(
  'A password manager or browser extension sends an incomplete or incorrect response.',
  'Ask the user to try without the extension. Report the code to its vendor.',
)
const ownCode = because(
  'The page calls `navigator.credentials` directly and encodes the response incorrectly.',
  'Use [`@latchkey/browser`](../browser.md), or call `credential.toJSON()`.',
)
const ownExpectation = (expected: string) =>
  because(
    `You call the pure verifiers with a different ${expected}.`,
    `Pass the ${expected} that the ceremony options contain.`,
  )

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
        'The page sends a response of `create()` to a sign-in route, or a response of `get()` to an enrollment route.',
        'Send each response to the route that its ceremony began with.',
      ),
      manipulated,
    ],
  },
  challenge_mismatch: {
    causes: [
      because(
        'Two ceremonies run at the same time, and the page sends the response of one with the `ceremony` of the other.',
        'Use a single client on the page. It runs one ceremony at a time.',
      ),
      ownExpectation('challenge'),
      manipulated,
    ],
  },
  origin_mismatch: {
    causes: [
      because(
        'The page’s origin is not configured.',
        'Add the exact origin to `relyingParty.origins`: scheme, host and port.',
      ),
      because(
        'The response comes from a browser extension.',
        'Add the extension’s origin to `extensionOrigins`. See [browser extensions](../browser.md#browser-extensions).',
      ),
      because(
        'A phishing site relays the response.',
        'Latchkey stopped the attack. Warn the user about the phishing site.',
      ),
    ],
  },
  cross_origin_not_allowed: {
    causes: [
      because(
        'Your page is in a frame of another site.',
        'Open your page in its own window. If you need the frame, the pure verifiers take `crossOrigin`.',
      ),
      manipulated,
    ],
  },
  top_origin_mismatch: {
    causes: [
      because(
        'The page that contains the frame is not in your list of top origins.',
        'Add the exact origin of that page.',
      ),
      because(
        'The browser does not report the page that contains the frame.',
        'Do not require the top origin, or do not use frames.',
      ),
    ],
  },
  rp_id_hash_mismatch: {
    causes: [
      because(
        'The RP ID was changed after the passkey was created.',
        'Change it back. A passkey works only with its own RP ID. See [change the RP ID](../change-the-rp-id.md).',
      ),
      because(
        'The passkey was created in another environment, which has a different RP ID.',
        'Ask the user to create a passkey in this environment.',
      ),
      ownExpectation('RP ID'),
    ],
  },
  user_presence_missing: {
    causes: [
      passwordManager,
      because('An authenticator responded without a touch.', 'Ask the user to use another passkey.'),
      manipulated,
    ],
  },
  user_verification_missing: {
    causes: [
      because(
        'The policy requires user verification, and the authenticator has no PIN or biometrics.',
        'Ask the user to set up a PIN on the security key or the device.',
      ),
      because(
        'A password manager ignores the requirement.',
        'Ask the user to unlock the password manager with a PIN or biometrics, or to use another passkey.',
      ),
      because('The policy became stricter between begin and finish.', 'Begin again.'),
    ],
  },
  backup_flags_invalid: { causes: [passwordManager, manipulated] },
  backup_policy_violation: {
    causes: [because('Latchkey does not throw this code yet.', 'See [planned names](../policy.md#planned).')],
  },
  backup_eligibility_changed: {
    causes: [
      because(
        "A password manager changed whether a passkey can be synced, and the policy has `backupEligibilityChange: 'reject'`.",
        "Set `backupEligibilityChange: 'flag'`. The specification forbids such a change, but providers have made it in updates.",
      ),
      manipulated,
    ],
  },
  attested_credential_data_missing: { causes: [passwordManager, manipulated] },
  credential_id_invalid: {
    causes: [
      passwordManager,
      because('The credential id has fewer than 16 bytes.', 'Ask the user to use another authenticator.'),
    ],
  },
  credential_id_too_long: {
    causes: [
      passwordManager,
      because('The credential id has more than 1,023 bytes.', 'Ask the user to use another authenticator.'),
    ],
  },
  credential_id_mismatch: { causes: [passwordManager, manipulated] },
  algorithm_not_allowed: {
    causes: [
      because(
        'The authenticator used an algorithm that the options did not offer.',
        'Update the authenticator’s firmware, or use another authenticator.',
      ),
      because('An algorithm was removed from `algorithms` between begin and finish.', 'Begin again.'),
    ],
  },
  public_key_invalid: {
    causes: [
      because(
        'The key is not valid for its algorithm. For example, its point is not on the curve, or a number is out of range.',
        'Update the authenticator’s firmware, or use another authenticator.',
      ),
      manipulated,
    ],
  },
  credential_not_allowed: {
    causes: [
      because(
        'The passkey is suspended, or bound to another organization.',
        'The [support desk](../support-desk.md) can see both.',
      ),
      because('The user chose a passkey of another account.', 'Ask the user to choose the passkey of this account.'),
      because(
        'The policy no longer accepts the passkey: its kind, its model, or a passkey that is not discoverable.',
        'Check [the policy](../policy.md) that applies to the user.',
      ),
    ],
  },
  credential_not_found: {
    causes: [
      because(
        'The passkey was removed on the server, and the device still has it.',
        'The client reports this to the browser. Ask the user to delete the passkey on the device and to create a new one.',
      ),
      because(
        'The database was restored from a backup that is older than the passkey.',
        'Ask the user to create a new passkey.',
      ),
      because(
        'The passkey belongs to another environment that has the same RP ID.',
        'Give each environment its own RP ID.',
      ),
    ],
  },
  user_handle_missing: {
    causes: [
      because(
        'The user did not enter a user name, and the security key’s passkey is not discoverable.',
        'Ask for the user name first. Set `flow` in [the policy](../policy.md).',
      ),
      passwordManager,
    ],
  },
  user_handle_mismatch: {
    causes: [
      because(
        'Rows were copied between databases or edited by hand.',
        'Compare the passkey’s row with the row of its account.',
      ),
      because(
        'A passkey was imported with the wrong user handle.',
        'Import it again with the user handle of the previous system.',
      ),
      manipulated,
    ],
  },
  signature_invalid: {
    causes: [
      manipulated,
      because(
        'A passkey was imported with the wrong public key.',
        'Import it again. See [import and export](../import-and-export.md).',
      ),
      because('A virtual authenticator or browser extension signs with the wrong key.', 'Use a real authenticator.'),
    ],
  },
  sign_count_regression: {
    causes: [
      because(
        'The database was restored from a backup, so its sign counts differ from the counts of the devices.',
        "Set `signCount: 'flag'` temporarily.",
      ),
      because('The passkey was cloned.', 'Suspend the passkey, and ask the user to create a new one.'),
      because(
        'A password manager syncs the passkey, and each device has its own count.',
        "Set `signCount: 'by-kind'`, which is the default.",
      ),
    ],
    details:
      'The event `passkey.clone_suspected` has both counts. If the policy suspends the passkey, the event `passkey.suspended` follows.',
  },
  extension_output_invalid: { causes: [passwordManager, manipulated] },
  second_opinion_differs: {
    causes: [
      because(
        'The other library cannot verify this algorithm or this response.',
        'See [its limits](../security.md#a-second-opinion).',
      ),
      because(
        'One of the two libraries has a bug.',
        'Report it, and include both reasons. See [SECURITY.md](../../SECURITY.md).',
      ),
    ],
    details: '`cause` has the results of both libraries.',
  },
} as const satisfies Readonly<Record<string, ErrorNotes>>
