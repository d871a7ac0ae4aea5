/** What we answer, and why, where the publisher of a vector answers otherwise. */
export interface Decision {
  /** `accepted`, or a code. */
  readonly outcome: string
  readonly reason: string
}

const tokenBinding: Decision = {
  outcome: 'accepted',
  reason: 'Level 3 reserves tokenBinding and checks nothing of it; genuine clients have sent what no rule allows',
}
const indefinite: Decision = {
  outcome: 'malformed_attestation_object',
  reason: 'indefinite lengths, which CTAP2 forbids and which only a generator of test data has ever written',
}
const brokenEd25519: Decision = {
  outcome: 'malformed_authenticator_data',
  reason: 'the key ends where its map says, and bytes are left over: a defect of one firmware, which is not repaired',
}
const deprecated: Decision = {
  outcome: 'algorithm_not_allowed',
  reason: 'RS1 is SHA-1: statements of TPMs are signed with it, but no credential of ours may be',
}

/** Every judgement call, by the id of its vector. */
export const decidedOtherwise: Readonly<Record<string, Decision>> = {
  'reg-cd-tokenbinding-string': tokenBinding,
  'reg-cd-tokenbinding-bad-status': tokenBinding,
  'auth-cd-tokenbinding-no-status': tokenBinding,
  'reg-cd-proto-key': {
    outcome: 'malformed_client_data',
    reason: 'a type that only a prototype could have is a type that is missing',
  },
  'reg-ad-credid-empty': {
    outcome: 'malformed_response',
    reason: 'an empty id is refused in the envelope, before the attested one is read',
  },
  'reg-ad-be-disallowed': {
    outcome: 'authenticator_not_allowed',
    reason: 'kinds.synced of the policy is one of its rules about authenticators, which share a code that may be told',
  },
  'reg-packed-cert-root-in-x5c': {
    outcome: 'accepted',
    reason: 'WebAuthn does not forbid a root in x5c, and Android always sends it',
  },
  'yubico-java-basicattestationed448-7a0e2e': {
    outcome: 'attestation_signature_invalid',
    reason: 'certificates with ML-DSA keys are not read',
  },
  'reg-credid-registered': {
    outcome: 'already_registered',
    reason: 'the name that the verb gives it, and may tell',
  },
  'auth-state-challenge-expired': {
    outcome: 'ceremony_expired',
    reason: 'the challenge is sealed in the ceremony and ends with it',
  },
  'auth-state-other-session-challenge': {
    outcome: 'ceremony_invalid',
    reason: 'a ceremony that another browser began does not open',
  },
  'peer-fido2-lib-challengeresponseattestationsafetynetmsgb64url-077bf8': {
    outcome: 'user_presence_missing',
    reason: 'two things are wrong, and the flags are judged before the statement',
  },
  'fido2-lib-challengeresponseattestationsafetynetmsgb64url-077bf8': {
    outcome: 'user_presence_missing',
    reason: 'two things are wrong, and the flags are judged before the statement',
  },
  'peer-fido2-lib-challengeresponsejustextensionsmsgb64url-8851ef': {
    outcome: 'malformed_response',
    reason: 'the envelope names no credential, and is refused first',
  },
  'fido2-lib-challengeresponsenoneattestationdataextensionsmsgb64url-7f40ba': {
    outcome: 'malformed_authenticator_data',
    reason: 'the extensions were put in by hand, in CBOR that CTAP2 forbids; no authenticator writes it',
  },
  'peer-rs-test-solokey-v2-a-sealed-ed25519-invalid-cbor-cbbae3': brokenEd25519,
  'php-getpublickeycredentialcreationoptions-85b7ca': brokenEd25519,
  'peer-yubico-java-falsectsprofilematch-a14ec4': indefinite,
  'yubico-java-basicattestation-551ea1': indefinite,
  'yubico-java-basicattestationeddsa-a390f8': indefinite,
  'yubico-java-basicattestationrs1-e91171': indefinite,
  'yubico-java-basicattestationrs512-04dedf': indefinite,
  'yubico-java-basicattestationwithoutaaguidextension-5c8c14': indefinite,
  'yubico-java-default-58cacf': indefinite,
  'yubico-java-selfattestation-b3db19': indefinite,
  'yubico-java-valides256alt-25afcd': indefinite,
  'yubico-java-valides512-df093d': indefinite,
  'yubico-java-validrs256-ce5104': indefinite,
  'yubico-java-validrs512-f6522f': indefinite,
  'yubico-java-wronghostname-1096e7': indefinite,
  'yubico-java-basicattestationrs1-837a60': deprecated,
  'yubico-java-selfattestationrs1-2fa374': deprecated,
}
