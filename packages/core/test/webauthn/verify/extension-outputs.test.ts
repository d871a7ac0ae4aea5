import {
  type ExpectedAssertion,
  type ExpectedRegistration,
  PasskeyError,
  verifyAssertion,
  verifyRegistration,
} from '@latchkey/core/webauthn'
import { authenticatorFlags, createAuthenticator } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'
import { challenge, creationOptions, expectedAssertion, expectedRegistration, origin } from './ceremony.js'

type Signed = ReadonlyMap<unknown, unknown> | undefined

/** Sets the extension data, and its flag with it. */
const withSigned = (extensions: Signed) =>
  extensions === undefined
    ? {}
    : {
        authenticatorData: <Data extends { readonly flags: number }>(honest: Data) => ({
          ...honest,
          flags: honest.flags | authenticatorFlags.extensionData,
          extensions,
        }),
      }

async function register(said: object, signed: Signed, expected: Partial<ExpectedRegistration>) {
  const response = await createAuthenticator({ origin, algorithms: [-7] }).create(creationOptions, {
    tamper: { ...withSigned(signed), envelope: (it) => ({ ...it, clientExtensionResults: said }) },
  })
  return verifyRegistration({ response, expected: { ...expectedRegistration, ...expected } })
}

async function signIn(said: object, signed: Signed, expected: Partial<ExpectedAssertion>) {
  const authenticator = createAuthenticator({ origin, algorithms: [-7] })
  const registered = await authenticator.create(creationOptions)
  const { credential } = await verifyRegistration({ response: registered, expected: expectedRegistration })
  const response = await authenticator.get(
    { challenge, rpId: expectedAssertion.rpId },
    { tamper: { ...withSigned(signed), envelope: (it) => ({ ...it, clientExtensionResults: said }) } },
  )
  return verifyAssertion({ response, expected: { ...expectedAssertion, ...expected }, credential })
}

const ceremonies = { registration: register, authentication: signIn }
const secret = Buffer.alloc(32, 7).toString('base64url')

/** Of each extension: what it may say, and what it may not. */
const rows = [
  {
    name: 'prf',
    ceremony: 'registration',
    well: [{ enabled: true }, {}, { enabled: true, results: { first: secret } }],
    badly: [true, null, { enabled: 1 }, { results: {} }, { results: { first: 'AAAA' } }, { results: { first: 1 } }],
  },
  {
    name: 'prf',
    ceremony: 'authentication',
    well: [{ results: { first: secret, second: secret } }, {}],
    badly: [{ results: { second: secret } }, { results: secret }, { results: { first: secret, second: 'AA' } }],
  },
  {
    name: 'largeBlob',
    ceremony: 'registration',
    well: [{ supported: true }, { supported: false }],
    badly: [{ supported: 'yes' }, true, []],
  },
  {
    name: 'largeBlob',
    ceremony: 'authentication',
    well: [{ blob: 'AAAA' }, { blob: '' }, { written: true }],
    badly: [{ blob: 'A=' }, { blob: [0] }, { written: 1 }],
  },
  {
    name: 'uvm',
    ceremony: 'authentication',
    well: [
      [[2, 4, 2]],
      [
        [2, 4, 2],
        [1, 1, 1],
        [4, 4, 4],
      ],
    ],
    badly: [[], [[2, 4]], [[2, 4, '2']], [[2, 4, 2], [1]], 'x', [1], Array(4).fill([2, 4, 2])],
  },
] as const

const signedRows = [
  { name: 'credProtect', as: 'credProtect', ceremony: 'registration', well: [1, 2, 3], badly: [0, 4, true, '3'] },
  { name: 'prf', as: 'hmac-secret', ceremony: 'registration', well: [true, false], badly: [1, 'true'] },
  {
    name: 'prf',
    as: 'hmac-secret',
    ceremony: 'authentication',
    well: [new Uint8Array(48)],
    badly: [true, 'x'],
  },
  {
    name: 'minPinLength',
    as: 'minPinLength',
    ceremony: 'registration',
    well: [0, 4, 63, 255],
    badly: [-1, 256, '4'],
  },
  { name: 'credBlob', as: 'credBlob', ceremony: 'registration', well: [true], badly: [1] },
  { name: 'credBlob', as: 'credBlob', ceremony: 'authentication', well: [new Uint8Array(3)], badly: ['x'] },
  { name: 'uvm', as: 'uvm', ceremony: 'registration', well: [[[2, 4, 2]]], badly: [[], 1, [[2, 4, 2, 1]]] },
] as const

async function codeOf(attempt: Promise<unknown>): Promise<string | undefined> {
  const error = await attempt.then(
    () => undefined,
    (it) => it,
  )
  if (error !== undefined) expect(error).toBeInstanceOf(PasskeyError)
  return error?.code
}

describe('the output of an extension that was asked for has its form', () => {
  test.each(rows)('$name at $ceremony, as the client says it', async ({ name, ceremony, well, badly }) => {
    const run = (output: unknown) => codeOf(ceremonies[ceremony]({ [name]: output }, undefined, { extensions: [name] }))
    for (const output of well) expect(await run(output)).toBeUndefined()
    for (const output of badly) expect(await run(output), JSON.stringify(output)).toBe('extension_output_invalid')
  })

  test.each(signedRows)('$name at $ceremony, as it was signed', async ({ name, as, ceremony, well, badly }) => {
    const run = (output: unknown) => codeOf(ceremonies[ceremony]({}, new Map([[as, output]]), { extensions: [name] }))
    for (const output of well) expect(await run(output)).toBeUndefined()
    for (const output of badly) expect(await run(output), JSON.stringify(output)).toBe('extension_output_invalid')
  })

  test('or is not there at all', async () => {
    const all = ['appidExclude', 'credProps', 'credProtect', 'prf', 'largeBlob', 'uvm'] as const
    expect(await codeOf(register({}, undefined, { extensions: all }))).toBeUndefined()
    expect(await codeOf(signIn({}, undefined, { extensions: all }))).toBeUndefined()
  })
})

describe('an output that was not requested is ignored', () => {
  test('whatever it says', async () => {
    const said = { prf: 'x', largeBlob: 1, appidExclude: {}, appid: 'x', uvm: null, 'example.extension': [1] }
    const signed = new Map<string, unknown>([
      ['uvm', 'x'],
      ['credProtect', 9],
    ])
    expect(await codeOf(register(said, signed, {}))).toBeUndefined()
    expect(await codeOf(signIn({ ...said, credProps: 1 }, signed, {}))).toBeUndefined()
  })

  test('and so is what an extension has no word for on that side', async () => {
    const said = { credProtect: 'x', minPinLength: {} }
    expect(await codeOf(register(said, undefined, { extensions: ['credProtect', 'minPinLength'] }))).toBeUndefined()
    const signed = new Map<string, unknown>([['credProps', 'x']])
    expect(await codeOf(register({}, signed, { extensions: ['credProps'] }))).toBeUndefined()
  })

  test('hints of another form say nothing, also where they were asked for', async () => {
    for (const odd of [null, 'rk', '', 1, true, [], [true], { rk: 'true' }, { rk: 1 }, { rk: null }, {}]) {
      const asked = { extensions: ['credProps', 'appidExclude'] } as const
      const { credential } = await register({ credProps: odd, appidExclude: odd }, undefined, asked)
      expect(credential).not.toHaveProperty('discoverable')
    }
  })

  test('a name that every object has is no output', async () => {
    const { credential } = await register(JSON.parse('{"__proto__":{"credProps":{"rk":true}}}'), undefined, {})
    expect(credential.discoverable).toBeUndefined()
  })
})

describe('credential protection that was enforced', () => {
  const level = (number: unknown) => new Map([['credProtect', number]])
  test.each([
    ['userVerificationRequired', level(3), undefined],
    ['userVerificationRequired', level(2), 'extension_output_invalid'],
    ['userVerificationRequired', undefined, 'extension_output_invalid'],
    ['userVerificationOptionalWithCredentialIDList', level(2), undefined],
    ['userVerificationOptionalWithCredentialIDList', level(3), undefined],
    ['userVerificationOptionalWithCredentialIDList', level(1), 'extension_output_invalid'],
    ['userVerificationOptional', level('3'), 'extension_output_invalid'],
  ] as const)('%s, signed %o: %s', async (credentialProtection, signed, code) => {
    expect(await codeOf(register({}, signed, { credentialProtection }))).toBe(code)
  })

  test('is not believed where only the client says so', async () => {
    const attempt = register({ credProtect: 3 }, undefined, { credentialProtection: 'userVerificationRequired' })
    expect(await codeOf(attempt)).toBe('extension_output_invalid')
  })
})

describe('appid', () => {
  const appId = 'https://app.example.com/app-id.json'
  const sha256 = async (text: string) =>
    new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))

  async function signInFor(hashed: string, said: object, expected: Partial<ExpectedAssertion>) {
    const rpIdHash = await sha256(hashed)
    const authenticator = createAuthenticator({ origin, algorithms: [-7] })
    const registered = await authenticator.create(creationOptions)
    const { credential } = await verifyRegistration({ response: registered, expected: expectedRegistration })
    const response = await authenticator.get(
      { challenge, rpId: expectedAssertion.rpId },
      {
        tamper: {
          authenticatorData: (it) => ({ ...it, rpIdHash }),
          envelope: (it) => ({ ...it, clientExtensionResults: said }),
        },
      },
    )
    return codeOf(verifyAssertion({ response, expected: { ...expectedAssertion, ...expected }, credential }))
  }

  const { rpId } = expectedAssertion
  test.each([
    ['asked and used', appId, { appid: true }, { appId }, undefined],
    ['asked and not used', rpId, { appid: false }, { appId }, undefined],
    ['asked and not answered', rpId, {}, { appId }, undefined],
    ['used without a word of the client', appId, {}, { appId }, 'rp_id_hash_mismatch'],
    ['used where the client says that it was not', appId, { appid: false }, { appId }, 'rp_id_hash_mismatch'],
    ['used though not requested', appId, { appid: true }, {}, 'rp_id_hash_mismatch'],
    ['said to be used, but was not', rpId, { appid: true }, { appId }, 'rp_id_hash_mismatch'],
    ['answered with a text, which says nothing', rpId, { appid: 'true' }, { appId }, undefined],
    ['used, and answered with a text', appId, { appid: 'true' }, { appId }, 'rp_id_hash_mismatch'],
    ['of another app', `${appId}?`, { appid: true }, { appId }, 'rp_id_hash_mismatch'],
  ])('%s', async (_, hashed, said, expected, code) => {
    expect(await signInFor(hashed, said, expected)).toBe(code)
  })
})
