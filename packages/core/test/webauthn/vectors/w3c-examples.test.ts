import { createHash } from 'node:crypto'
import { type ExpectedRegistration, PasskeyError, verifyAssertion, verifyRegistration } from '@latchkey/core/webauthn'
import { describe, expect, test } from 'vitest'
import { type Example, type ExampleName, examples, makeExample } from './w3c/examples.js'
import { rootCertificate } from './w3c/statements.js'

/** SHA-256 of what the specification prints for each example: the five byte strings of its two ceremonies, one after another. */
const published = {
  'none-es256': '649874d44aab0a7e9dbf210eb22b33f359c3b89819afae2e3094056cecd208c2',
  'packed-self-es256': 'a5a3a75de4b7519d4a006823af9440cda4658a86ec5778553d10d5da9aac0a4c',
  'none-es256-crossOrigin': 'bf2ca948f7578dba3f83897659c7099b8698c2bd3339ad6fbadb9874dcf60c38',
  'none-es256-topOrigin': 'c28e83d5df5647c4569845e75b88414952dd4bc955240866c5df4fdb4886a0f8',
  'none-es256-long-credential-id': 'e8f7a744566926e8a7a2d682b6e6f000332624e85b31342754bf827142261fab',
  'packed-es256': '7226adb11c50fdbba9eabbc2415e4bc837ea11f6014614efd450582845ea881a',
  'packed-es384': 'd0ca8a3e9b218d911b72788a499b1837373d48aa2f51622fabfc511d834cec77',
  'packed-es512': '2fe6abeaac477b42b4c5620028768a2a345875e8274ebc98b204f2ff2e32c94a',
  'packed-rs256': '09af3795e672889b38ecf894ef8eae70e8390dd5bfbcb84e625ef5717689cf69',
  'packed-eddsa': 'd1126212a2f1ec22194932398580482ca35479a976397eacb1fcf4a6fc78a93e',
  'packed-ed448': 'd5494659c59d429c04260644beec36832b0df818b7ab94e3081edb032780c6bc',
  'tpm-es256': 'ffa76248fc1a62e42a23a3532c92063d8ffe89ca3a5f48c3dde1305498203890',
  'android-key-es256': 'f0c93796df76430b2f01a24e8fc4ad042097e345d74576fef8d4e377dfb111d2',
  'apple-es256': 'ae71dabec37d50866d6d71c36f03291c480ba81c65c6bf82e08d347a15f1ed16',
  'fido-u2f-es256': '1bb56a1bab67ac52efd8cb00522304a157472670ba9cfbb4d0384d0f9f5c7e4a',
} as const satisfies Readonly<Record<ExampleName, string>>

const names = Object.keys(examples) as ExampleName[]

function bytesOf({ registration, authentication }: Example): Buffer {
  const first = registration.response.response
  const second = authentication.response.response
  const members = [
    first.clientDataJSON,
    first.attestationObject,
    second.clientDataJSON,
    second.authenticatorData,
    second.signature,
  ]
  return Buffer.concat(members.map((member) => Buffer.from(member ?? '', 'base64url')))
}

const common = {
  origins: ['https://example.org'],
  rpId: 'example.org',
  userVerification: 'preferred',
  crossOrigin: true,
  topOrigins: ['https://example.com'],
} as const

/** How the statement is to be judged; the certificates are valid for a thousand years. */
const judged = {
  attestation: 'direct' as const,
  trustAnchors: [rootCertificate],
  tpmManufacturers: ['id:00000000'],
  now: Date.UTC(2026, 10, 21),
}

/** Both ceremonies verified; or the code of the check that refuses one of them. */
async function outcomeOf({ registration, authentication, algorithm }: Example): Promise<string> {
  const expected: ExpectedRegistration = {
    ...common,
    ...judged,
    challenge: registration.challenge,
    algorithms: [algorithm],
  }
  try {
    const { credential, attestation } = await verifyRegistration({ response: registration.response, expected })
    const expectedAssertion = { ...common, challenge: authentication.challenge }
    const { signCountVerdict, backupEligibilityVerdict } = await verifyAssertion({
      response: authentication.response,
      expected: expectedAssertion,
      credential,
    })
    return [attestation.type, signCountVerdict, backupEligibilityVerdict].join(', ')
  } catch (error) {
    if (error instanceof PasskeyError) return error.code
    throw error
  }
}

/** What the statement of an example is, once it has been judged. */
const typeOf = { none: 'none', 'packed-self': 'self' } as const satisfies Readonly<Record<string, string>>

function rightOutcome(name: ExampleName): string {
  const { statement } = examples[name]
  const type = statement === 'none' || statement === 'packed-self' ? typeOf[statement] : 'certified'
  return `${type}, not-counting, same`
}

describe('the examples of WebAuthn Level 3', () => {
  test.each(names)('%s: made anew, it is what the specification prints', (name) => {
    expect(
      createHash('sha256')
        .update(bytesOf(makeExample(name)))
        .digest('hex'),
    ).toBe(published[name])
  })

  test.each(names)('%s: both ceremonies hold', async (name) => {
    expect(await outcomeOf(makeExample(name))).toBe(rightOutcome(name))
  })

  test.each(names.filter((name) => 'framed' in examples[name]))(
    '%s: refused where no frame is allowed',
    async (name) => {
      const { registration, algorithm } = makeExample(name)
      const expected = { ...common, crossOrigin: false, challenge: registration.challenge, algorithms: [algorithm] }
      const attempt = verifyRegistration({ response: registration.response, expected })
      await expect(attempt).rejects.toMatchObject({ code: 'cross_origin_not_allowed' })
    },
  )
})
