import { PasskeyError, verifyAssertion, verifyRegistration } from '@latchkey/core/webauthn'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answered, expectedAssertion, expectedRegistration } from './ceremony.js'
import { type StepCounter, startStepCounter } from './step-counter.js'

const kilobyte = 1024

let counter: StepCounter

beforeAll(() => {
  counter = startStepCounter()
})
afterAll(() => counter.stop())

/** What fills a member up to a length, in the ways that cost a parser most. */
const fillings = {
  'one long text': (length: number) => `"note":"${'x'.repeat(length)}"`,
  'many escapes': (length: number) => `"note":"${'\\"'.repeat(length / 2)}"`,
  'many members': (length: number) => Array.from({ length: length / 8 }, (_, at) => `"${at}":0`).join(),
  'deep nesting': (length: number) => `"note":${'['.repeat(length / 2)}${']'.repeat(length / 2)}`,
} as const

async function codeOf(attempt: Promise<unknown>): Promise<string> {
  const error = await attempt.then(
    () => undefined,
    (it) => it,
  )
  expect(error).toBeInstanceOf(PasskeyError)
  return error.code
}

/**
 * A byte takes no more steps in a large input than in a small one, which bears what every input takes, too. What grew with
 * the square would take eight times the steps for each byte, or a hundred and twenty times.
 */
async function expectLinear(run: (length: number) => () => Promise<unknown>, small: number, large: number) {
  // What runs once, when a module is first used, is no part of it.
  await run(small)()
  const [few, many] = [await counter.count(run(small)), await counter.count(run(large))]
  expect(few).toBeGreaterThan(0)
  expect(many / large).toBeLessThanOrEqual(few / small)
}

test('the steps of a loop are counted, each time the same', async () => {
  const turns = (times: number) => async () => {
    for (let turn = 0; turn < times; turn++) if (turn === times) throw new RangeError()
  }
  const [once, again, more] = [
    await counter.count(turns(10)),
    await counter.count(turns(10)),
    await counter.count(turns(1010)),
  ]
  expect(again).toBe(once)
  expect(more - once).toBe(1000)
})

describe('the steps for each byte are as many at a kilobyte and at the limit', () => {
  test.each(Object.entries(fillings))('client data with %s', async (_, fill) => {
    const { response, credential } = await answered()
    const run = (length: number) => {
      const text = `{"type":"webauthn.get","challenge":"AAAA","origin":"o",${fill(length)}}`
      const clientDataJSON = Buffer.from(text).toString('base64url')
      const changed = { ...response, response: { ...response.response, clientDataJSON } }
      return () => codeOf(verifyAssertion({ response: changed, expected: expectedAssertion, credential }))
    }
    const [small, large] = [kilobyte - 128, 8 * kilobyte - 128]
    expect([await run(small)(), await run(large)()]).toEqual(['challenge_mismatch', 'challenge_mismatch'])
    await expectLinear(run, small, large)
  })

  test.each([
    ['one long string', (length: number) => Buffer.concat([Buffer.from([0x5a]), uint32(length), Buffer.alloc(length)])],
    ['short strings', (length: number) => arrays(length, Buffer.from([0x58, 24, ...new Uint8Array(24)]))],
    ['small numbers', (length: number) => arrays(length, Buffer.from([0]))],
    ['empty maps', (length: number) => arrays(length, Buffer.from([0xa0]))],
  ])('an attestation object with %s', async (_, fill) => {
    const { registered } = await answered()
    const run = (filling: Buffer) => {
      const object = Buffer.concat([Buffer.from('a163666d74', 'hex'), filling])
      const attestationObject = object.toString('base64url')
      const changed = { ...registered, response: { ...registered.response, attestationObject } }
      return () => codeOf(verifyRegistration({ response: changed, expected: expectedRegistration }))
    }
    const fillingOf = new Map([kilobyte, 120 * kilobyte].map((length) => [fill(length).length, fill(length)]))
    const [small = 0, large = 0] = fillingOf.keys()
    const malformed = 'malformed_attestation_object'
    const codes = [...fillingOf.values()].map((filling) => run(filling)())
    expect(await Promise.all(codes)).toEqual([malformed, malformed])
    await expectLinear((length) => run(fillingOf.get(length) ?? Buffer.of()), small, large)
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
