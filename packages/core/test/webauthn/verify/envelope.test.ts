import { PasskeyError, verifyAssertion, verifyRegistration } from '@latchkey/core/webauthn'
import { errorTable } from '@latchkey/wire'
import { describe, expect, test } from 'vitest'
import { answered, expectedAssertion, expectedRegistration } from './ceremony.js'

type Json = Record<string, unknown>
type Change = (honest: Json) => unknown
type Answered = Awaited<ReturnType<typeof answered>>

let honestAnswer: Promise<Answered> | undefined

/** The same for every test: what each does to it, it does to a copy. */
function honest(): Promise<Answered> {
  honestAnswer ??= answered({}, { attestation: 'self' })
  return honestAnswer
}

const copyOf = (value: object): Json => structuredClone(value) as Json
const responseOf = (value: Json): Json => value.response as Json
const inEnvelope =
  (changes: Json): Change =>
  (it) => ({ ...it, ...changes })
const inResponse =
  (changes: Json): Change =>
  (it) => ({ ...it, response: { ...responseOf(it), ...changes } })
const without =
  (name: string): Change =>
  (it) =>
    Object.fromEntries(Object.entries(it).filter(([key]) => key !== name))
/** The members are there, but only by inheritance. */
const inherited: Change = (it) => Object.create(it)

const ceremonies = {
  registration: {
    run: async (change: Change) => {
      const { registered } = await honest()
      return verifyRegistration({ response: change(copyOf(registered)), expected: expectedRegistration })
    },
    signed: 'attestationObject',
    most: { clientDataJSON: 8 * 1024, attestationObject: 128 * 1024 },
  },
  authentication: {
    run: async (change: Change) => {
      const { response, credential } = await honest()
      return verifyAssertion({ response: change(copyOf(response)), expected: expectedAssertion, credential })
    },
    signed: 'authenticatorData',
    most: { clientDataJSON: 8 * 1024, authenticatorData: 64 * 1024, signature: 8 * 1024, userHandle: 64 },
  },
} as const
const each = Object.entries(ceremonies).map(([ceremony, how]) => ({ ceremony, ...how }))

async function errorOf(attempt: Promise<unknown>): Promise<PasskeyError | undefined> {
  const error = await attempt.then(
    () => undefined,
    (it) => it,
  )
  if (error !== undefined) expect(error).toBeInstanceOf(PasskeyError)
  return error
}

const broken: readonly (readonly [rule: string, change: Change])[] = [
  ...[undefined, null, 7, 'text', true, [], [{}]].map((value) => [`${JSON.stringify(value)}`, () => value] as const),
  ...['id', 'rawId', 'type', 'response'].map((name) => [`no ${name}`, without(name)] as const),
  ...['id', 'rawId', 'type', 'response'].flatMap((name) =>
    [null, 7, [], {}].map((value) => [`${name} ${JSON.stringify(value)}`, inEnvelope({ [name]: value })] as const),
  ),
  ['members by inheritance alone', inherited],
  ['a response by inheritance alone', (it) => ({ ...it, response: Object.create(responseOf(it)) })],
  ...['public_key', 'Public-Key', 'password', ''].map((type) => [`type ${type}`, inEnvelope({ type })] as const),
  ...['', 'AA+A', 'AA/A', 'AA=', 'AA AA', 'A', 'AB', 'AAAAA', 'ÄÄÄÄ', 'AAA\n', 'AA\u0000A'].map(
    (id) => [`id ${JSON.stringify(id)}`, inEnvelope({ id, rawId: id })] as const,
  ),
  ['another rawId', inEnvelope({ rawId: 'AAAA' })],
  ['an id of 64 KiB', inEnvelope({ id: 'A'.repeat(87_384), rawId: 'A'.repeat(87_384) })],
  ...['text', 7, [], true].map((it) => [`results ${it}`, inEnvelope({ clientExtensionResults: it })] as const),
]

describe.each(each)('the envelope of a $ceremony', ({ run, signed, most }) => {
  test.each(broken.map(([rule, change]) => ({ rule, change })))('$rule: malformed_response', async ({ change }) => {
    expect(await errorOf(run(change))).toMatchObject({ code: 'malformed_response' })
  })

  test('each binary member is text, not empty, strict base64url', async () => {
    for (const name of ['clientDataJSON', signed]) {
      for (const value of [undefined, null, 7, '', [], {}, 'AA==', 'AA+A', 'A', 'AB', 'AA A']) {
        const error = await errorOf(run(inResponse({ [name]: value })))
        expect(error, `${name} ${JSON.stringify(value)}`).toMatchObject({ code: 'malformed_response' })
      }
    }
  })

  test('each binary member has a limit, and up to it is read', async () => {
    for (const [name, limit] of Object.entries(most)) {
      const text = (length: number) => Buffer.alloc(length).toString('base64url')
      expect(await errorOf(run(inResponse({ [name]: text(limit + 1) })))).toMatchObject({ code: 'malformed_response' })
      const error = await errorOf(run(inResponse({ [name]: text(limit) })))
      expect(error?.code).not.toBe('malformed_response')
    }
  })

  test('unknown members, attachments and transports are no reason to refuse', async () => {
    const unknown = inEnvelope({ authenticatorAttachment: 'telepathy', future: { a: 1 }, clientExtensionResults: null })
    expect(await errorOf(run((it) => unknown(inResponse({ transports: ['telepathy'], later: 1 })(it) as Json)))).toBe(
      undefined,
    )
  })

  test('nothing that came in has changed afterwards', async () => {
    const { registered, response, credential } = await honest()
    const [given, answer] = [copyOf(registered), copyOf(response)]
    const before = JSON.stringify([given, answer])
    await verifyRegistration({ response: given, expected: expectedRegistration })
    const publicKey = credential.publicKey.slice()
    await verifyAssertion({ response: answer, expected: expectedAssertion, credential })
    expect(JSON.stringify([given, answer])).toBe(before)
    expect(credential.publicKey).toEqual(publicKey)
  })

  test('what is said of a failure is the sentence of its code, and quotes nothing', async () => {
    const marked = 'https://marked.example'
    const clientData = Buffer.from(
      JSON.stringify({ type: marked, challenge: marked, origin: marked, crossOrigin: false }),
    ).toString('base64url')
    for (const change of [inEnvelope({ id: marked }), inResponse({ clientDataJSON: clientData })]) {
      const error = await errorOf(run(change))
      expect(error?.message).toBe(error && errorTable[error.code].message)
    }
  })
})

test('an answer of the other ceremony: malformed_response', async () => {
  const { registered, response, credential } = await honest()
  const swapped = [
    verifyRegistration({ response, expected: expectedRegistration }),
    verifyAssertion({ response: registered, expected: expectedAssertion, credential }),
    ceremonies.registration.run(inResponse({ signature: 'AAAA' })),
    ceremonies.authentication.run(inResponse({ attestationObject: 'AAAA' })),
  ]
  for (const attempt of swapped) expect(await errorOf(attempt)).toMatchObject({ code: 'malformed_response' })
})

describe('members that are missing, null or empty are absent alike', () => {
  const absent = [undefined, null, '']

  test.each(absent)('%j of the other ceremony', async (value) => {
    const { registration, authentication } = ceremonies
    expect(await errorOf(registration.run(inResponse({ signature: value })))).toBeUndefined()
    expect(await errorOf(authentication.run(inResponse({ attestationObject: value })))).toBeUndefined()
  })

  test.each(each.flatMap(({ ceremony, run }) => absent.map((value) => ({ ceremony, run, value }))))(
    '$value of what may be absent in a $ceremony',
    async ({ run, value }) => {
      const envelope = inEnvelope({ clientExtensionResults: value, authenticatorAttachment: value })
      const response = inResponse({ transports: value, userHandle: value })
      expect(await errorOf(run((it) => envelope(response(it) as Json)))).toBeUndefined()
    },
  )

  test.each(absent)('%j of what must be there is missing', async (value) => {
    const names = ['clientDataJSON', 'authenticatorData', 'signature']
    for (const name of names) {
      const error = await errorOf(ceremonies.authentication.run(inResponse({ [name]: value })))
      expect(error?.cause).toMatchObject({ message: `response.${name} is missing` })
    }
  })
})

describe('the cause of a refusal names the member, and quotes nothing', () => {
  const marked = 'marked! value'
  test.each([
    ['id', inEnvelope({ id: marked, rawId: marked })],
    ['rawId', inEnvelope({ rawId: marked })],
    ['type', inEnvelope({ type: marked })],
    ['response', inEnvelope({ response: marked })],
    ['clientExtensionResults', inEnvelope({ clientExtensionResults: marked })],
    ['response.clientDataJSON', inResponse({ clientDataJSON: marked })],
    ['response.authenticatorData', inResponse({ authenticatorData: marked })],
    ['response.signature', inResponse({ signature: marked })],
    ['response.userHandle', inResponse({ userHandle: marked })],
    ['response.attestationObject', inResponse({ attestationObject: marked })],
  ] as const)('%s', async (name, change) => {
    const error = await errorOf(ceremonies.authentication.run(change))
    expect(error).toMatchObject({ code: 'malformed_response', cause: { message: expect.stringMatching(`^${name} `) } })
    expect(String(error?.cause)).not.toContain('marked')
    expect(error?.message).toBe(errorTable.malformed_response.message)
  })

  test.each(['type', 'challenge', 'origin', 'topOrigin'])('clientDataJSON.%s', async (name) => {
    const clientData = { type: 'webauthn.get', challenge: 'x', origin: 'x', [name]: 7 }
    const clientDataJSON = Buffer.from(JSON.stringify(clientData)).toString('base64url')
    const error = await errorOf(ceremonies.authentication.run(inResponse({ clientDataJSON })))
    expect(error).toMatchObject({ cause: { message: `clientDataJSON.${name} is not a string` } })
  })
})

test('unknown transports are stored unchanged', async () => {
  const { credential } = await ceremonies.registration.run(inResponse({ transports: ['usb', 'telepathy', 'usb', 7] }))
  expect(credential.transports).toEqual(['usb', 'telepathy'])
})

test('a user handle is text or null; an empty one counts as absent', async () => {
  const { run } = ceremonies.authentication
  for (const userHandle of [null, '']) expect(await errorOf(run(inResponse({ userHandle })))).toBeUndefined()
  for (const userHandle of [7, [], {}, 'AA=', 'A'.repeat(87)]) {
    expect(await errorOf(run(inResponse({ userHandle })))).toMatchObject({ code: 'malformed_response' })
  }
})

test('the copies beside the attestation object are not believed', async () => {
  const copies = { publicKey: 'AAAA', publicKeyAlgorithm: -257, authenticatorData: 'AAAA' }
  const { credential } = await ceremonies.registration.run(inResponse(copies))
  expect(credential).toEqual((await ceremonies.registration.run((it) => it)).credential)
})
