import { PasskeyError, verifyAssertion, verifyRegistration } from '@latchkey/core/webauthn'
import { describe, expect, test } from 'vitest'
import { answered, expectedAssertion, expectedRegistration } from './ceremony.js'

const kilobyte = 1024

/** What fills a member up to a length, in the ways that cost a parser most. */
const fillings = {
  'one long text': (length: number) => `"note":"${'x'.repeat(length)}"`,
  'many escapes': (length: number) => `"note":"${'\\"'.repeat(length / 2)}"`,
  'many members': (length: number) => Array.from({ length: length / 8 }, (_, at) => `"${at}":0`).join(),
  'deep nesting': (length: number) => `"note":${'['.repeat(length / 2)}${']'.repeat(length / 2)}`,
} as const

/** The least processor time of some tries, in microseconds: whatever else the machine does can only add to it. */
async function leastTime(action: () => Promise<unknown>, tries = 5): Promise<number> {
  let least = Number.POSITIVE_INFINITY
  for (let count = 0; count < tries; count++) {
    const before = process.cpuUsage()
    for (let times = 0; times < 10; times++) await action()
    const { user, system } = process.cpuUsage(before)
    least = Math.min(least, user + system)
  }
  return least
}

async function codeOf(attempt: Promise<unknown>): Promise<string> {
  const error = await attempt.then(
    () => undefined,
    (it) => it,
  )
  expect(error).toBeInstanceOf(PasskeyError)
  return error.code
}

/**
 * Eight or more times the bytes may take that many times as long, and as much again for the noise. What grew with the
 * square would take eight times more than that.
 */
describe('the time for each byte is the same at a kilobyte and at the limit', () => {
  test.each(Object.entries(fillings))('client data with %s', async (_, fill) => {
    const { response, credential } = await answered()
    const run = (length: number) => {
      const text = `{"type":"webauthn.get","challenge":"AAAA","origin":"o",${fill(length)}}`
      const clientDataJSON = Buffer.from(text).toString('base64url')
      const changed = { ...response, response: { ...response.response, clientDataJSON } }
      return codeOf(verifyAssertion({ response: changed, expected: expectedAssertion, credential }))
    }
    const [small, large] = [kilobyte - 128, 8 * kilobyte - 128]
    expect([await run(small), await run(large)]).toEqual(['challenge_mismatch', 'challenge_mismatch'])
    const ratio = (await leastTime(() => run(large))) / (await leastTime(() => run(small)))
    expect(ratio).toBeLessThan((2 * large) / small)
  })

  test.each([
    ['one long string', (length: number) => Buffer.concat([Buffer.from([0x5a]), uint32(length), Buffer.alloc(length)])],
    ['short strings', (length: number) => arrays(length, Buffer.from([0x58, 24, ...new Uint8Array(24)]))],
    ['small numbers', (length: number) => arrays(length, Buffer.from([0]))],
    ['empty maps', (length: number) => arrays(length, Buffer.from([0xa0]))],
  ])('an attestation object with %s', async (_, fill) => {
    const { registered } = await answered()
    const run = (length: number) => {
      const object = Buffer.concat([Buffer.from('a163666d74', 'hex'), fill(length)])
      const attestationObject = object.toString('base64url')
      const changed = { ...registered, response: { ...registered.response, attestationObject } }
      return codeOf(verifyRegistration({ response: changed, expected: expectedRegistration }))
    }
    const [small, large] = [fill(kilobyte).length, fill(120 * kilobyte).length]
    const malformed = 'malformed_attestation_object'
    expect([await run(kilobyte), await run(120 * kilobyte)]).toEqual([malformed, malformed])
    const ratio = (await leastTime(() => run(120 * kilobyte))) / (await leastTime(() => run(kilobyte)))
    expect(ratio).toBeLessThan((2 * large) / small)
  })
})

/** Arrays of 60 arrays of 60 arrays of items, as far as the length goes: as many as one may hold, as deep as may be. */
function arrays(length: number, item: Buffer): Buffer {
  const inner = arrayOf(Array.from({ length: 60 }, () => item))
  const outer = arrayOf(
    Array.from({ length: Math.max(1, Math.min(60, Math.floor(length / inner.length))) }, () => inner),
  )
  return arrayOf(Array.from({ length: Math.max(1, Math.min(60, Math.floor(length / outer.length))) }, () => outer))
}

function arrayOf(items: readonly Buffer[]): Buffer {
  const head = items.length < 24 ? [0x80 + items.length] : [0x98, items.length]
  return Buffer.concat([Buffer.from(head), ...items])
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
