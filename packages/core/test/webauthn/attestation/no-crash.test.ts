import { PasskeyError, verifyRegistration } from '@latchkey/core/webauthn'
import { type AttestationAuthority, createAuthenticator } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'
import { creationOptions, origin } from '../verify/ceremony.js'
import { authority, certifiedKinds, expectedAttested } from './attested.js'

/** What parsers trip over: no tag, a long tag, a SEQUENCE, no length, a length of four bytes, and the neighbors. */
const otherValues = (byte: number) => [0x00, 0x1f, 0x30, 0x80, 0x84, 0xff, byte ^ 0x01, byte ^ 0x20]

/** `npm run test:bytes` tries all values at every place. Else neighbors take turns: each value comes at every fourth place. */
const step = process.env.LATCHKEY_BYTES === 'all' ? 1 : 4
const valuesAt = (at: number, byte: number) => otherValues(byte).filter((_, index) => index % step === at % step)

/** The authority of the other tests; there is one in between for `packed` alone, which goes through its certificate. */
const authorityFor = (kind: string): AttestationAuthority => ({
  ...authority,
  issue: (wanted, tamper) => authority.issue({ ...wanted, direct: kind !== 'packed' }, tamper),
})

/** Every place before the authenticator data. */
function placesIn(object: Buffer): readonly number[] {
  return Array.from({ length: object.lastIndexOf('authData') }, (_, at) => at)
}

/** The same but for the content of long byte strings: the formats that a compound statement has go through theirs. */
function outlineOf(object: Buffer): readonly number[] {
  const places = placesIn(object)
  const contents = new Set<number>()
  for (const at of places) {
    const width = contents.has(at) ? 0 : (lengthBytes.get(object[at] ?? 0) ?? 0)
    const start = at + 1 + width
    const length = width === 0 ? 0 : object.readUIntBE(at + 1, width)
    for (let inside = start; inside < start + length; inside++) contents.add(inside)
  }
  return places.filter((at) => !contents.has(at))
}

/** Heads of byte strings whose length follows in one byte, or in two. */
const lengthBytes: ReadonlyMap<number, number> = new Map([
  [0x58, 1],
  [0x59, 2],
])

/** Many parsings and signatures, whose number is always the same: slow machines need not be quick. */
const timeout = 600_000

describe.each([...certifiedKinds, 'self', 'compound'] as const)('%s', (kind) => {
  test(
    'each byte of the statement with other values: a code, or nothing that counts has changed',
    async () => {
      const options = { origin, algorithms: [-7], attestation: kind, authority: authorityFor(kind) }
      const honest = await createAuthenticator(options).create(creationOptions)
      const object = Buffer.from(honest.response.attestationObject, 'base64url')
      const judged = async (changed: Buffer) => {
        const attestationObject = changed.toString('base64url')
        const response = { ...honest, response: { ...honest.response, attestationObject } }
        const registration = await verifyRegistration({ response, expected: expectedAttested })
        return registration.attestation.trusted
      }
      const trusted = await judged(object)
      const escaped: string[] = []
      for (const at of kind === 'compound' ? outlineOf(object) : placesIn(object)) {
        for (const value of valuesAt(at, object[at] ?? 0)) {
          const outcome = await judged(Buffer.from(object).fill(value, at, at + 1)).catch((error) => error)
          if (outcome !== trusted && !(outcome instanceof PasskeyError)) escaped.push(`${value} at ${at}: ${outcome}`)
        }
      }
      expect(escaped).toEqual([])
    },
    timeout,
  )
})
