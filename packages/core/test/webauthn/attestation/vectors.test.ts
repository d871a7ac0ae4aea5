import { describePolicy } from '@latchkey/core'
import { verifyRegistration } from '@latchkey/core/webauthn'
import { describe, expect, test } from 'vitest'
import {
  areThere,
  deviceRoots,
  deviceVectors,
  negativeVectors,
  outcomeOf,
  type PublishedVector,
  specificationVectors,
} from './published-vectors.js'

/** Where a judgement call is decided otherwise than the vector's author did, and why. */
const decidedOtherwise: Readonly<Record<string, string>> = {
  'reg-packed-cert-root-in-x5c': 'accepted: WebAuthn does not forbid a root in x5c, and Android always sends it',
  'peer-fido2-lib-challengeresponseattestationsafetynetmsgb64url-077bf8':
    'user_presence_missing: judged before the statement',
  'fido2-lib-challengeresponseattestationsafetynetmsgb64url-077bf8':
    'user_presence_missing: judged before the statement',
  'peer-yubico-java-falsectsprofilematch-a14ec4': 'malformed_attestation_object: indefinite lengths',
  'yubico-java-basicattestationed448-7a0e2e':
    'attestation_signature_invalid: no runtime here reads ML-DSA certificates',
}

/** Made by a generator that writes CBOR of indefinite length, which no authenticator does. */
const isNotCanonical = ({ id }: PublishedVector) =>
  /^yubico-java-(basicattestation-551|basicattestation(eddsa|rs1|rs512|without)|selfattest|valid|wronghost)/.test(id)

const described = describePolicy().find(({ field }) => field === 'algorithms')?.range
const known = described?.kind === 'list' && Array.isArray(described.of) ? described.of : []

const isAboutAttestation = ({ code = '' }: PublishedVector) => /^(attestation_(?!object)|tpm_|android_)/.test(code)
const codeOf = ({ id, code }: PublishedVector) => decidedOtherwise[id]?.split(':')[0] ?? code ?? 'accepted'

describe.runIf(areThere)('published vectors', () => {
  const negative = negativeVectors().filter((it) => isAboutAttestation(it) || it.code === undefined)
  const genuine = deviceVectors().filter(({ algorithm = 0 }) => known.includes(algorithm))
  const specified = specificationVectors().filter(({ algorithm = 0 }) => known.includes(algorithm))

  test.each(negative)('$id: $code', async (vector) => {
    expect(await outcomeOf(vector)).toBe(codeOf(vector))
  })

  test.each(genuine)('made by a device, at its time: $format $id', async (vector) => {
    const expected = isNotCanonical(vector) ? 'malformed_attestation_object' : codeOf(vector)
    expect(await outcomeOf(vector)).toBe(expected)
  })

  test.each(specified)('of the specification: $id', async (vector) => {
    expect(await outcomeOf(vector)).toBe(codeOf(vector))
  })

  test('whatever holds and has certificates leads to a published root, but for those whose issuer is not among them', async () => {
    const untrusted: string[] = []
    for (const { id, response, expected } of genuine) {
      const rules = { ...expected, trustAnchors: deviceRoots(), trust: 'optional' as const }
      const verdict = await verifyRegistration({ response, expected: rules }).catch(() => undefined)
      if (verdict?.attestation.type === 'certified' && !verdict.attestation.trusted) untrusted.push(id)
    }
    const issuedByOthers = ['chrome-virtual', 'ed448-0602f9', 'mldsa65']
    expect(untrusted).toEqual(issuedByOthers.map((id) => expect.stringContaining(id)))
  })

  test('an attestation outlives its certificates: later, the same is refused', async () => {
    const late = genuine.filter(({ format }) => format === 'apple')
    expect(late.length).toBeGreaterThan(0)
    for (const vector of late) {
      const expected = { ...vector.expected, now: Date.UTC(2026, 10, 21), trustAnchors: deviceRoots() }
      expect(await outcomeOf({ ...vector, expected })).toBe('attestation_certificate_expired')
    }
  })
})
