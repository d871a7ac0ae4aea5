import { because, type ErrorNotes } from './error-cause.js'

const oldFirmware = because(
  'The firmware of the authenticator has a fault.',
  'Update it, or use another model. Report the model to its vendor.',
)
const forged = because('The statement was made or changed by hand.', 'Nothing: it proves nothing.')
const notNeeded = because(
  'You request attestation and do not need it.',
  "Set `attestation: 'none'`: most apps need none. See [attestation](../attestation.md).",
)
const expired = because('The clock of the server is wrong.', 'Run NTP.')

/** Checks of attestation statements: only where the policy requests attestation. */
export const attestationErrors = {
  attestation_format_unsupported: {
    causes: [
      because('The format is not in `attestationFormats`, or is no format of Level 3.', 'Add it if you accept it.'),
      notNeeded,
    ],
  },
  attestation_statement_malformed: { causes: [oldFirmware, forged] },
  attestation_signature_invalid: { causes: [forged, oldFirmware] },
  attestation_alg_mismatch: { causes: [oldFirmware, forged] },
  attestation_alg_not_allowed: {
    causes: [
      because(
        'The statement is signed with an algorithm that is not in `attestationAlgorithms`.',
        'Add it if you accept it.',
      ),
      because(
        'The device signs with RS1, which uses SHA-1.',
        'Only TPM statements may. See [algorithms](../algorithms.md).',
      ),
    ],
  },
  attestation_key_mismatch: { causes: [forged, oldFirmware] },
  attestation_challenge_mismatch: { causes: [forged, oldFirmware] },
  attestation_aaguid_mismatch: { causes: [forged, oldFirmware] },
  attestation_certificate_invalid: {
    causes: [
      oldFirmware,
      because('A proxy of a company replaces certificates on the device.', 'Use a device without it.'),
      forged,
    ],
  },
  attestation_certificate_expired: {
    causes: [
      because(
        'The certificate of the device is out of its time. Some vendors issue short ones.',
        'Update the device, and create the passkey again.',
      ),
      expired,
    ],
  },
  attestation_chain_untrusted: {
    causes: [
      because(
        'The root of the vendor is not in `trust.roots`.',
        "Add it, or set `trust.roots: 'mds'` with [metadata](../attestation.md).",
      ),
      because('The model is not in the metadata that you have fetched.', 'Fetch the newest. New models appear late.'),
      because(
        'The chain is incomplete: the device leaves an intermediate out.',
        'Add the intermediate to `trust.roots`.',
      ),
      forged,
    ],
  },
  attestation_type_not_allowed: {
    causes: [
      because(
        'The device sent no certificates, and the policy requires trust.',
        'Synced passkeys have none. Ask for a device that you accept.',
      ),
      notNeeded,
    ],
  },
  tpm_cert_info_invalid: { causes: [oldFirmware, forged] },
  tpm_pub_area_mismatch: { causes: [oldFirmware, forged] },
  android_key_invalid: {
    causes: [
      because(
        'The key is in software, or its description lacks what the format requires.',
        'Use a device with secure hardware.',
      ),
      forged,
    ],
  },
  attestation_safetynet_cts: {
    causes: [
      because('The device is rooted, or its system was changed.', 'Use another device. SafetyNet is no longer issued.'),
      forged,
    ],
  },
  attestation_safetynet_timestamp: {
    causes: [expired, because('An old response is replayed.', 'Nothing: it proves nothing.')],
  },
} as const satisfies Readonly<Record<string, ErrorNotes>>
