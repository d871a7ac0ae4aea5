import { PasskeyError, verifyRegistration } from '@latchkey/core/webauthn'
import { type AttestationAuthority, createAuthenticator } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'
import { creationOptions, origin } from '../verify/ceremony.js'
import { authority, certifiedKinds, expectedAttested } from './attested.js'

/** What parsers trip over: no tag, a long tag, a SEQUENCE, no length, a length of four bytes, and the neighbors. */
const otherValues = (byte: number) => [0x00, 0x1f, 0x30, 0x80, 0x84, 0xff, byte ^ 0x01, byte ^ 0x20]

/** The authority of the other tests, and the certificates that it has issued: with one in between for `packed` alone. */
function watchedAuthority(kind: string, issued: Uint8Array[]): AttestationAuthority {
  return {
    ...authority,
    issue(wanted, tamper) {
      const chain = authority.issue({ ...wanted, direct: kind !== 'packed' }, tamper)
      issued.push(...chain)
      return chain
    },
  }
}

/** Every place before the authenticator data, but for certificates that another format goes through. */
function placesIn(object: Buffer, elsewhere: readonly Uint8Array[]): readonly number[] {
  const skipped = elsewhere.map((it) => [object.indexOf(it), it.length] as const)
  const all = Array.from({ length: object.lastIndexOf('authData') }, (_, at) => at)
  return all.filter((at) => !skipped.some(([start, length]) => at >= start && at < start + length))
}

/** Many parsings and signatures, whose number is always the same: slow machines need not be quick. */
const timeout = 600_000

describe.each([...certifiedKinds, 'self', 'compound'] as const)('%s', (kind) => {
  test(
    'each byte of the statement with eight other values: a code, or nothing that counts has changed',
    async () => {
      const issued: Uint8Array[] = []
      const options = { origin, algorithms: [-7], attestation: kind, authority: watchedAuthority(kind, issued) }
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
      for (const at of placesIn(object, kind === 'compound' ? issued : [])) {
        for (const value of otherValues(object[at] ?? 0)) {
          const outcome = await judged(Buffer.from(object).fill(value, at, at + 1)).catch((error) => error)
          if (outcome !== trusted && !(outcome instanceof PasskeyError)) escaped.push(`${value} at ${at}: ${outcome}`)
        }
      }
      expect(escaped).toEqual([])
    },
    timeout,
  )
})
