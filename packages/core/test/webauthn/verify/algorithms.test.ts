import { PasskeyError, verifyAssertion, verifyRegistration } from '@latchkey/core/webauthn'
import { createAuthenticator, createSigningKey } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'
import { algorithms, credentialAlgorithms } from '../../../src/algorithms.js'
import { challenge, creationOptions, expectedAssertion, expectedRegistration, origin } from './ceremony.js'

const rows = [...algorithms].map(([algorithm, { name }]) => ({ algorithm, name }))
const offered = rows.filter(({ algorithm }) => credentialAlgorithms.includes(algorithm))

/** A registration with the algorithm, with a self attestation, so that its signature is verified as well. */
async function registered(algorithm: number) {
  const authenticator = createAuthenticator({ origin, algorithms: [algorithm], attestation: 'self' })
  const options = { ...creationOptions, pubKeyCredParams: [{ type: 'public-key', alg: algorithm }] }
  const response = await authenticator.create(options)
  const registration = await verifyRegistration({
    response,
    expected: { ...expectedRegistration, algorithms: [algorithm] },
  })
  return { authenticator, ...registration }
}

describe('every algorithm of the table', () => {
  test.each(offered)(
    '$name ($algorithm): a passkey is made, signs in, and verifies no other signature',
    async (row) => {
      const { authenticator, credential, attestation } = await registered(row.algorithm)
      expect(credential.algorithm).toBe(row.algorithm)
      expect(attestation).toEqual({ format: 'packed', type: 'self', trusted: false })
      const response = await authenticator.get({ challenge, rpId: expectedAssertion.rpId })
      const verified = await verifyAssertion({ response, expected: expectedAssertion, credential })
      expect(verified.credentialId).toBe(credential.id)

      const other = await createSigningKey(row.algorithm)
      const forged = await authenticator.get(
        { challenge, rpId: expectedAssertion.rpId },
        { tamper: { signingKey: () => other } },
      )
      const attempt = verifyAssertion({ response: forged, expected: expectedAssertion, credential })
      await expect(attempt).rejects.toMatchObject({ code: 'signature_invalid' })
    },
  )

  test.each(offered)('$name ($algorithm): every changed, missing or added byte is refused', async ({ algorithm }) => {
    const { authenticator, credential } = await registered(algorithm)
    const changes: readonly ((it: Uint8Array) => Uint8Array)[] = [
      (it) => it.with(0, (it[0] ?? 0) ^ 1),
      (it) => it.with(it.length >> 1, (it[it.length >> 1] ?? 0) ^ 0x10),
      (it) => it.with(-1, (it.at(-1) ?? 0) ^ 0x80),
      (it) => it.slice(0, -1),
      (it) => it.slice(1),
      (it) => new Uint8Array([...it, 0]),
      (it) => new Uint8Array([0, ...it]),
      (it) => new Uint8Array(it.length),
    ]
    for (const signature of changes) {
      const response = await authenticator.get({ challenge, rpId: expectedAssertion.rpId }, { tamper: { signature } })
      const error = await verifyAssertion({ response, expected: expectedAssertion, credential }).catch((it) => it)
      expect(error).toBeInstanceOf(PasskeyError)
      expect(error.code).toBe('signature_invalid')
    }
  })

  test('RS1 is for statements of authenticators alone: a credential of it is refused, whatever was offered', () => {
    expect(credentialAlgorithms).not.toContain(-65535)
    return expect(registered(-65535)).rejects.toMatchObject({ code: 'algorithm_not_allowed' })
  })

  test('a signature by one algorithm does not hold under the other name of its key', async () => {
    const { authenticator, credential } = await registered(-257)
    const pss = await createSigningKey(-37)
    const response = await authenticator.get({ challenge, rpId: expectedAssertion.rpId })
    const renamed = Buffer.from(credential.publicKey)
    // kty 3 is followed by label 3 and −257 (39 01 00); −37 is 38 24.
    const at = renamed.indexOf(Buffer.from('03390100', 'hex'))
    const publicKey = Buffer.concat([renamed.subarray(0, at), Buffer.from('033824', 'hex'), renamed.subarray(at + 4)])
    const stored = { ...credential, publicKey: new Uint8Array(publicKey) }
    const attempt = verifyAssertion({ response, expected: expectedAssertion, credential: stored })
    await expect(attempt).rejects.toMatchObject({ code: 'signature_invalid' })
    expect(pss.algorithm).toBe(-37)
  })
})
