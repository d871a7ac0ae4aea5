import { type AuthenticationTamper, authenticatorFlags, createAuthenticator, createSigningKey } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'
import { creationOptions, origin, requestOptions, rpId } from './ceremony.js'
import { bytesOf, clientDataText, hexOf } from './decode.js'
import { acceptedCredential, judgeAuthentication } from './second-opinion.js'
import { sha256Of } from './sha256-of.js'

const authenticator = createAuthenticator({ origin, algorithms: [-7] })
const credential = await acceptedCredential(await authenticator.create(creationOptions()))
const honest = await authenticator.get(requestOptions())
const honestData = hexOf(bytesOf(honest.response.authenticatorData))

const lie = (tamper: AuthenticationTamper) => authenticator.get(requestOptions(), { tamper })
const authData = async (tamper: AuthenticationTamper) => hexOf(bytesOf((await lie(tamper)).response.authenticatorData))

describe('a lie before signing changes what it is about, nothing else, and is signed', () => {
  const parsed = JSON.parse(clientDataText(honest))
  test.each<[string, AuthenticationTamper, string]>([
    [
      'a member',
      { clientData: (truth) => ({ ...truth, origin: 'https://evil.example' }) },
      JSON.stringify({ ...parsed, origin: 'https://evil.example' }),
    ],
    [
      'a member more',
      { clientData: (truth) => ({ ...truth, topOrigin: 'https://a.example' }) },
      JSON.stringify({ ...parsed, topOrigin: 'https://a.example' }),
    ],
    ['an array', { clientData: () => [] }, '[]'],
    ['text', { clientData: () => '{"type":' }, '{"type":'],
    ['bytes', { clientData: () => new Uint8Array([0xef, 0xbb, 0xbf, 0x7b, 0x7d]) }, '\ufeff{}'],
  ])('client data: %s', async (_what, tamper, text) => {
    const answer = await lie(tamper)
    expect(clientDataText(answer)).toBe(text)
    expect(answer).toMatchObject({ id: honest.id, response: { authenticatorData: honest.response.authenticatorData } })
  })

  const rpIdHash = hexOf(sha256Of(rpId))
  const { userPresent, extensionData } = authenticatorFlags
  test.each<[string, AuthenticationTamper['authenticatorData'], string]>([
    ['rpIdHash', (truth) => ({ ...truth, rpIdHash: sha256Of(origin) }), `${hexOf(sha256Of(origin))}1d00000000`],
    ['a short rpIdHash', (truth) => ({ ...truth, rpIdHash: new Uint8Array(2) }), '00001d00000000'],
    ['flags', (truth) => ({ ...truth, flags: truth.flags & ~userPresent }), `${rpIdHash}1c00000000`],
    ['signCount', (truth) => ({ ...truth, signCount: 0xfffffffe }), `${rpIdHash}1dfffffffe`],
    [
      'extensions without their flag',
      (truth) => ({ ...truth, extensions: new Map([['a', true]]) }),
      `${rpIdHash}1d00000000a16161f5`,
    ],
    [
      'extensions with their flag',
      (truth) => ({ ...truth, flags: truth.flags | extensionData, extensions: new Uint8Array([0xa0]) }),
      `${rpIdHash}9d00000000a0`,
    ],
    ['trailing bytes', (truth) => ({ ...truth, trailing: new Uint8Array([1, 2]) }), `${rpIdHash}1d000000000102`],
    [
      'attested credential data without its flag',
      (truth) => ({
        ...truth,
        attestedCredentialData: {
          aaguid: new Uint8Array(16),
          credentialId: new Uint8Array([7]),
          publicKey: new Uint8Array([0xa0]),
        },
      }),
      `${rpIdHash}1d00000000${'00'.repeat(16)}000107a0`,
    ],
    ['bytes', () => new Uint8Array([1, 2, 3]), '010203'],
  ])('authenticator data: %s', async (_what, authenticatorData, hex) => {
    expect(await authData({ ...(authenticatorData && { authenticatorData }) })).toBe(hex)
  })

  test('the signature is genuine over the lie: another origin holds where that origin is expected', async () => {
    const answer = await lie({ clientData: (truth) => ({ ...truth, origin: 'https://evil.example' }) })
    await expect(judgeAuthentication(answer, credential)).rejects.toThrow(/Unexpected authentication response origin/)
    const there = judgeAuthentication(answer, credential, { expectedOrigin: 'https://evil.example' })
    await expect(there).resolves.toMatchObject({ verified: true })
  })

  test('the signature is genuine over the lie: a missing user is refused, and only for that', async () => {
    const answer = await lie({ authenticatorData: (truth) => ({ ...truth, flags: truth.flags & ~userPresent }) })
    await expect(judgeAuthentication(answer, credential)).rejects.toThrow(/User not present/)
    const lenient = { advancedFIDOConfig: { userVerification: 'required' as const } }
    await expect(judgeAuthentication(answer, credential, lenient)).resolves.toMatchObject({ verified: true })
  })
})

describe('a lie about the signature', () => {
  test('by another key changes the signature alone', async () => {
    const key = await createSigningKey(-7)
    const answer = await lie({ signingKey: () => key })
    const { signature } = answer.response
    expect(signature).not.toBe(honest.response.signature)
    expect(answer).toEqual({ ...honest, response: { ...honest.response, signature } })
    await expect(judgeAuthentication(answer, credential)).resolves.toMatchObject({ verified: false })
  })

  test('by its bytes is sent as told', async () => {
    const honestSignature = bytesOf(honest.response.signature)
    const answer = await lie({ signature: (truth) => Uint8Array.from([...truth, 0]) })
    expect(bytesOf(answer.response.signature)).toEqual(Uint8Array.from([...honestSignature, 0]))
    const other = await lie({ signature: () => new Uint8Array([0x30, 0x00]) })
    expect(hexOf(bytesOf(other.response.signature))).toBe('3000')
  })
})

describe('a lie after signing leaves the signature as it was', () => {
  test.each<[string, AuthenticationTamper['afterSigning'] & object]>([
    ['client data', { clientData: (truth) => ({ ...truth, androidPackageName: 'a.b' }) }],
    ['authenticator data', { authenticatorData: (truth) => ({ ...truth, signCount: 9 }) }],
  ])('%s', async (_what, afterSigning) => {
    const answer = await lie({ afterSigning })
    expect(answer.response.signature).toBe(honest.response.signature)
    expect(answer.response).not.toEqual(honest.response)
    await expect(judgeAuthentication(answer, credential)).resolves.toMatchObject({ verified: false })
  })

  test('the hooks get the honest values, whatever was signed', async () => {
    const answer = await lie({
      clientData: (truth) => ({ ...truth, origin: 'https://signed.example' }),
      authenticatorData: (truth) => ({ ...truth, signCount: 7 }),
      afterSigning: { clientData: (truth) => truth, authenticatorData: (truth) => truth },
    })
    expect(clientDataText(answer)).toBe(clientDataText(honest))
    expect(hexOf(bytesOf(answer.response.authenticatorData))).toBe(honestData)
    await expect(judgeAuthentication(answer, credential)).resolves.toMatchObject({ verified: false })
  })

  test('of one part sends the other as it was signed', async () => {
    const answer = await lie({
      authenticatorData: (truth) => ({ ...truth, signCount: 7 }),
      afterSigning: { clientData: (truth) => ({ ...truth, more: 1 }) },
    })
    expect(hexOf(bytesOf(answer.response.authenticatorData))).toBe(`${honestData.slice(0, -8)}00000007`)
  })
})

describe('a lie in the envelope replaces the finished JSON', () => {
  test.each<[string, AuthenticationTamper['envelope'] & object, unknown]>([
    ['id', (truth) => ({ ...truth, id: 'AAAA' }), { ...honest, id: 'AAAA' }],
    ['rawId', (truth) => ({ ...truth, rawId: 'AAAA' }), { ...honest, rawId: 'AAAA' }],
    ['type', (truth) => ({ ...truth, type: 'public_key' }), { ...honest, type: 'public_key' }],
    [
      'userHandle',
      (truth) => ({ ...truth, response: { ...truth.response, userHandle: null } }),
      { ...honest, response: { ...honest.response, userHandle: null } },
    ],
    ['all of it', () => [1], [1]],
  ])('%s', async (_what, envelope, expected) => {
    expect(await lie({ envelope })).toEqual(expected)
  })
})

test('hooks that tell the truth change nothing', async () => {
  const answer = await lie({
    clientData: (truth) => truth,
    authenticatorData: (truth) => truth,
    signingKey: (truth) => truth,
    signature: (truth) => truth,
    afterSigning: { clientData: (truth) => truth, authenticatorData: (truth) => truth },
    envelope: (truth) => truth,
  })
  expect(answer).toEqual(honest)
})
