import { describe, expect, test } from 'vitest'
import { parseCoseKey } from '../../../src/webauthn/parse/cose-key.js'

const bytes = (hexadecimal: string) => new Uint8Array(Buffer.from(hexadecimal.replaceAll(' ', ''), 'hex'))
const [one, two] = [Uint8Array.of(1), Uint8Array.of(2)]

const keys = [
  { what: 'OKP', members: '01 01 03 27 20 06 21 41 01', count: 4, read: { algorithm: -8, curve: 6, x: one } },
  {
    what: 'EC2',
    members: '01 02 03 26 20 01 21 41 01 22 41 02',
    count: 5,
    read: { algorithm: -7, curve: 1, x: one, y: two },
  },
  {
    what: 'RSA',
    members: '01 03 03 39 0100 20 41 01 21 41 02',
    count: 4,
    read: { algorithm: -257, modulus: one, exponent: two },
  },
  { what: 'AKP', members: '01 07 03 38 2f 20 41 01', count: 3, read: { algorithm: -48, publicKey: one } },
]
const map = (count: number, members: string) => bytes(`${(0xa0 + count).toString(16)} ${members}`)

describe.each(keys)('a key of type $what', ({ what, members, count, read }) => {
  test('is read, and says whether there is more than it needs', () => {
    const key = { keyType: what, ...read, hasOtherParameters: false }
    expect(parseCoseKey(map(count, members))).toEqual(key)
    expect(parseCoseKey(map(count + 1, `${members} 24 41 07`))).toEqual({ ...key, hasOtherParameters: true })
  })

  test('without its parameters, or with one of the wrong form, is malformed', () => {
    const refused = expect.objectContaining({ code: 'malformed_public_key' })
    expect(() => parseCoseKey(map(2, members.slice(0, members.indexOf(' 20'))))).toThrow(refused)
    expect(() => parseCoseKey(map(count, members.replace(/41 0(\d)$/, '61 6$1')))).toThrow(refused)
    expect(() => parseCoseKey(map(count, members.replace(/^01 0\d/, '01 f5')))).toThrow(refused)
  })
})

test('a key of another type is none of an algorithm here', () => {
  const refused = expect.objectContaining({ code: 'public_key_invalid' })
  for (const type of ['00', '04', '05', '06', '08', '20']) {
    expect(() => parseCoseKey(map(3, `01 ${type} 03 38 2f 20 41 01`))).toThrow(refused)
  }
})
