import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PasskeyError, verifyAssertion, verifyRegistration } from '@latchkey/core/webauthn'
import { describe, expect, test } from 'vitest'

/**
 * Published vectors of bad input, where the folder is there. Those that need what is not built yet (statements with
 * certificates, further algorithms) or that the flows judge (counts, state) are not among the codes that are compared.
 */
const file = join(import.meta.dirname, '../../../../../shared/vectors/negative.json')

interface Vector {
  readonly id: string
  readonly kind: 'registration' | 'authentication'
  readonly rpId: string
  readonly expectedOrigin: string | string[]
  readonly expectedChallenge: string
  readonly options: Readonly<Record<string, unknown>>
  readonly response: unknown
  readonly credential?: { readonly id: string; readonly publicKeyCose: string; readonly signCount: number }
  readonly expected: { readonly verified: boolean; readonly errorCode?: string }
}

/** Where a judgement call is decided otherwise than the vector's author did, and why. */
const decidedOtherwise: Readonly<Record<string, string>> = {
  'reg-cd-proto-key': 'malformed_client_data: a type that only a prototype could have is a type that is missing',
  'reg-ad-credid-empty': 'malformed_response: an empty id is refused in the envelope, before the attested one is read',
  'reg-key-crv-p256-alg-es384': 'algorithm_not_allowed: ES384 is not among the algorithms yet',
  'peer-fido2-lib-challengeresponseattestationsafetynetmsgb64url-077bf8':
    'user_presence_missing: judged before the statement',
  'peer-fido2-lib-challengeresponsejustextensionsmsgb64url-8851ef': 'malformed_response: the envelope is refused first',
  'peer-rs-test-solokey-v2-a-sealed-ed25519-invalid-cbor-cbbae3':
    'malformed_authenticator_data: the key ends where its map says, and bytes are left over',
  'peer-yubico-java-falsectsprofilematch-a14ec4': 'malformed_attestation_object: indefinite lengths',
}

/** Judged elsewhere: by the flows, by a policy, or not yet. */
const judgedElsewhere = /^(auth-state-|reg-credid-registered|.*-tokenbinding-|reg-ad-be-disallowed|.*-not-allowed$)/
const laterCodes = new Set(['sign_count_regression', 'backup_eligibility_changed'])

async function codeOf(vector: Vector): Promise<string> {
  const { options, credential } = vector
  const expected = {
    challenge: vector.expectedChallenge,
    origins: [vector.expectedOrigin].flat(),
    rpId: vector.rpId,
    userVerification: options.requireUserVerification === true ? ('required' as const) : ('preferred' as const),
    crossOrigin: options.allowCrossOrigin === true,
    topOrigins: (options.expectedTopOrigins ?? []) as string[],
    ...(typeof options.appId === 'string' ? { appId: options.appId } : {}),
  }
  try {
    if (credential) {
      const publicKey = new Uint8Array(Buffer.from(credential.publicKeyCose, 'base64url'))
      await verifyAssertion({ response: vector.response, expected, credential: { ...credential, publicKey } })
      return 'accepted'
    }
    const algorithms = (options.supportedAlgorithms ?? [-7, -8, -257]) as number[]
    const mediation = vector.id.includes('conditional') ? { mediation: 'conditional' as const } : {}
    const { attestation } = await verifyRegistration({
      response: vector.response,
      expected: { ...expected, ...mediation, algorithms },
    })
    return attestation.type === 'unjudged' ? 'unjudged' : 'accepted'
  } catch (error) {
    if (error instanceof PasskeyError) return error.code
    throw error
  }
}

describe.runIf(existsSync(file))('published vectors', () => {
  const { negative, edge }: { negative: Vector[]; edge: Vector[] } = existsSync(file)
    ? JSON.parse(readFileSync(file, 'utf8'))
    : { negative: [], edge: [] }
  const judged = negative.filter(
    ({ id, expected }) => !judgedElsewhere.test(id) && !laterCodes.has(expected.errorCode ?? ''),
  )

  test.each(judged.map((vector) => ({ vector, id: vector.id })))('$id', async ({ vector, id }) => {
    const code = await codeOf(vector)
    if (code === 'unjudged') expect(vector.expected.errorCode).toMatch(/attestation_|tpm_|android_/)
    else expect(code).toBe(decidedOtherwise[id]?.split(':')[0] ?? vector.expected.errorCode)
  })

  test.each(edge.map((vector) => ({ vector, id: vector.id })))('accepted: $id', async ({ vector }) => {
    expect(['accepted', 'unjudged']).toContain(await codeOf(vector))
  })
})
