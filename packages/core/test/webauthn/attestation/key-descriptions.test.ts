import { der, keyAuthorization } from '@latchkey/testing'
import { describe, expect, test } from 'vitest'
import { attested, outcomeOf } from './attested.js'

const { purposes, origin } = keyAuthorization

/** The parts of a description in their order, each as DER. */
interface Parts {
  readonly version: Uint8Array
  readonly level: Uint8Array
  readonly keymasterVersion: Uint8Array
  readonly keymasterLevel: Uint8Array
  readonly challenge: Uint8Array
  readonly uniqueId: Uint8Array
  readonly software: Uint8Array
  readonly hardware: Uint8Array
}

const entry = ([tag, value]: readonly [number, Uint8Array]) => der.explicit(tag, value)
const listOf = (...entries: readonly Uint8Array[]) => der.sequence(...entries)
const hardwareOf = (...entries: readonly Uint8Array[]) => ({ hardware: listOf(...entries) })
const [forSigning, generated] = [entry(purposes(2)), entry(origin(0))]

const honest = (challenge: Uint8Array): Parts => ({
  version: der.integer(300),
  level: der.enumerated(1),
  keymasterVersion: der.integer(300),
  keymasterLevel: der.enumerated(1),
  challenge: der.octetString(challenge),
  uniqueId: der.octetString(new Uint8Array()),
  software: listOf(),
  hardware: listOf(forSigning, generated),
})

/** What becomes of an Android key whose description is this. */
const judged = (describe: (parts: Parts, challenge: Uint8Array) => Uint8Array) =>
  outcomeOf(
    attested('android-key', {
      statement: { keyDescription: ({ challenge }) => describe(honest(challenge), challenge) },
    }),
  )
const judgedWith = (change: (challenge: Uint8Array) => Partial<Parts>) =>
  judged((parts, challenge) => der.sequence(...Object.values({ ...parts, ...change(challenge) })))

describe('the description of an Android key is read', () => {
  test.each<[what: string, change: Partial<Parts>]>([
    ['as a key store writes it', {}],
    ['whatever the unique id is', { uniqueId: der.integer(1) }],
    ['with the origin in the software’s list', { software: listOf(generated), ...hardwareOf(forSigning) }],
    ['with the purpose in the software’s list', { software: listOf(forSigning), ...hardwareOf(generated) }],
    ['with two purposes that are one', hardwareOf(entry(purposes(2, 2)), generated)],
    ['with tags that are not checked', hardwareOf(forSigning, entry([503, Uint8Array.of(5, 0)]), generated)],
  ])('%s', async (_, change) => {
    expect(await judgedWith(() => change)).toBe('accepted')
  })

  test('with more parts behind the lists', async () => {
    expect(await judged((parts) => der.sequence(...Object.values(parts), der.integer(1)))).toBe('accepted')
  })
})

describe('android_key_invalid: a description', () => {
  test.each<[what: string, change: Partial<Parts>]>([
    ['whose version is text', { version: der.utf8String('300') }],
    ['whose security level is a plain number', { level: der.integer(1) }],
    ['whose Keymaster version is an enumeration', { keymasterVersion: der.enumerated(30) }],
    ['whose Keymaster level is a plain number', { keymasterLevel: der.integer(1) }],
    ['whose software list is a set', { software: der.set() }],
    ['whose hardware list is a string', { hardware: der.octetString(listOf(forSigning, generated)) }],
    ['with an entry that is no tagged value', hardwareOf(forSigning, generated, der.integer(1))],
    ['with an entry of nothing', hardwareOf(forSigning, generated, der.explicit(503, new Uint8Array()))],
    [
      'with an entry of two values',
      hardwareOf(forSigning, der.explicit(702, new Uint8Array([...der.integer(0), ...der.integer(0)]))),
    ],
    ['with an entry twice', hardwareOf(forSigning, forSigning, generated)],
    ['whose purposes are a number', hardwareOf(entry([1, der.integer(2)]), generated)],
    ['whose purposes are a sequence', hardwareOf(entry([1, der.sequence(der.integer(2))]), generated)],
    ['with a purpose that is an enumeration', hardwareOf(entry([1, der.set(der.enumerated(2))]), generated)],
    ['whose origin is an enumeration', hardwareOf(forSigning, entry([702, der.enumerated(0)]))],
    ['whose origin is too long to be one', hardwareOf(forSigning, entry([702, der.integer(0x0100_0000)]))],
    ['with a purpose that is too long to be one', hardwareOf(entry(purposes(2, 0x0100_0002)), generated)],
    ['whose origin is a string of nothing', hardwareOf(forSigning, entry([702, der.octetString(new Uint8Array())]))],
  ])('%s', async (_, change) => {
    expect(await judgedWith(() => change)).toBe('android_key_invalid')
  })

  test('whose challenge is text of the same bytes', async () => {
    const text = (challenge: Uint8Array) => ({ challenge: Uint8Array.from([0x0c, challenge.length, ...challenge]) })
    expect(await judgedWith(text)).toBe('android_key_invalid')
  })

  test('without the hardware’s list', async () => {
    expect(await judged((parts) => der.sequence(...Object.values(parts).slice(0, -1)))).toBe('android_key_invalid')
  })

  test('that is a set', async () => {
    expect(await judged((parts) => der.set(...Object.values(parts)))).toBe('android_key_invalid')
  })

  test('of no bytes, or with a byte behind it', async () => {
    expect(await judged(() => new Uint8Array())).toBe('android_key_invalid')
    expect(await judged((parts) => Uint8Array.from([...der.sequence(...Object.values(parts)), 0]))).toBe(
      'android_key_invalid',
    )
  })
})
