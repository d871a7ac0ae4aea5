import { because, type ErrorNotes } from './error-cause.js'

const firmwareBug = because(
  'The authenticator’s firmware has a bug.',
  'Update the firmware, or use another model. Report the bug to the vendor.',
)
const forged = because(
  'The attestation statement is forged or was changed.',
  'No action is needed. Latchkey did not store the passkey.',
)
const notNeeded = because(
  'Your policy requests attestation, but your app does not need it.',
  "Set `attestation: 'none'`. Most apps need no attestation. See [attestation](../attestation.md).",
)
const wrongClock = because('The server’s clock is wrong.', 'Synchronize it with NTP.')

/** Checks of attestation statements: only where the policy requests attestation. */
export const attestationErrors = {
  attestation_format_unsupported: {
    causes: [
      because(
        'The format is not in `attestationFormats`, or WebAuthn Level 3 does not define it.',
        'Add the format to `attestationFormats` if you accept it.',
      ),
      notNeeded,
    ],
  },
  attestation_statement_malformed: { causes: [firmwareBug, forged] },
  attestation_signature_invalid: { causes: [forged, firmwareBug] },
  attestation_alg_mismatch: { causes: [firmwareBug, forged] },
  attestation_alg_not_allowed: {
    causes: [
      because(
        'The statement is signed with an algorithm that is not in `attestationAlgorithms`.',
        'Add the algorithm to `attestationAlgorithms` if you accept it.',
      ),
      because(
        'The authenticator signs with RS1, which uses SHA-1.',
        'Use another authenticator. Latchkey accepts RS1 only in TPM statements. See [algorithms](../algorithms.md).',
      ),
    ],
  },
  attestation_key_mismatch: { causes: [forged, firmwareBug] },
  attestation_challenge_mismatch: { causes: [forged, firmwareBug] },
  attestation_aaguid_mismatch: { causes: [forged, firmwareBug] },
  attestation_certificate_invalid: {
    causes: [
      firmwareBug,
      because('A company proxy replaces certificates on the device.', 'Use a device that is not behind the proxy.'),
      forged,
    ],
  },
  attestation_certificate_expired: {
    causes: [
      because(
        'The device’s certificate is expired or not valid yet. Some vendors issue short-lived certificates.',
        'Update the device, then create the passkey again.',
      ),
      wrongClock,
    ],
  },
  attestation_chain_untrusted: {
    causes: [
      because(
        'The vendor’s root certificate is not in `trust.roots`.',
        "Add it, or set `trust.roots: 'mds'` and configure [metadata](../attestation.md).",
      ),
      because(
        'Your copy of the metadata does not list the model yet.',
        'Fetch the current metadata. New models appear in it with a delay.',
      ),
      because(
        'The device does not send an intermediate certificate.',
        'Add the intermediate certificate to `trust.roots`.',
      ),
      forged,
    ],
  },
  attestation_type_not_allowed: {
    causes: [
      because(
        'The policy requires trust, and the device sent no certificates. Synced passkeys have none.',
        'Ask the user for a device that you accept.',
      ),
      notNeeded,
    ],
  },
  tpm_cert_info_invalid: { causes: [firmwareBug, forged] },
  tpm_pub_area_mismatch: { causes: [firmwareBug, forged] },
  android_key_invalid: {
    causes: [
      because(
        'The key is stored in software, or the key description lacks a value that the format requires.',
        'Use a device with hardware-backed keys.',
      ),
      forged,
    ],
  },
  attestation_safetynet_cts: {
    causes: [
      because(
        'The device is rooted, or its system was modified.',
        'Use another device. Google no longer issues SafetyNet statements.',
      ),
      forged,
    ],
  },
  attestation_safetynet_timestamp: {
    causes: [
      wrongClock,
      because('An old response was replayed.', 'No action is needed. Latchkey did not store the passkey.'),
    ],
  },
} as const satisfies Readonly<Record<string, ErrorNotes>>
