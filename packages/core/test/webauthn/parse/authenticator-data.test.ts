import { describe, expect, test } from 'vitest'
import { parseAuthenticatorData } from '../../../src/webauthn/parse/authenticator-data.js'

const [up, uv, be, bs, at, ed] = [0x01, 0x04, 0x08, 0x10, 0x40, 0x80] as const
const hashHex = 'aa'.repeat(32)
const aaguidHex = '00112233445566778899aabbccddeeff'
const idHex = '0b'.repeat(16)
/** A COSE key in form: `{1: 1, 3: -8, -1: 6, -2: h'01'}`. */
const keyHex = 'a4010103272006214101'

const bytes = (hexadecimal: string) => new Uint8Array(Buffer.from(hexadecimal.replaceAll(' ', ''), 'hex'))
const header = (flags: number, count = '00000000') => hashHex + flags.toString(16).padStart(2, '0') + count
const attested = (key = keyHex, length = '0010', id = idHex) => aaguidHex + length + id + key

describe('authenticator data is read to its last byte', () => {
  test('the header alone', () => {
    expect(parseAuthenticatorData(bytes(header(up | uv | be | bs, 'fffffffe')))).toEqual({
      rpIdHash: bytes(hashHex),
      userPresent: true,
      userVerified: true,
      backupEligible: true,
      backedUp: true,
      signCount: 0xfffffffe,
    })
  })

  test('with a credential and extensions', () => {
    const data = parseAuthenticatorData(bytes(`${header(at | ed) + attested()}a16375766df5`))
    expect(data.attestedCredential).toEqual({
      aaguid: '00112233-4455-6677-8899-aabbccddeeff',
      id: Buffer.from(idHex, 'hex').toString('base64url'),
      idLength: 16,
      publicKey: bytes(keyHex),
      decodedKey: new Map<number, unknown>([
        [1, 1],
        [3, -8],
        [-1, 6],
        [-2, bytes('01')],
      ]),
    })
    expect(data.extensions).toEqual(new Map([['uvm', true]]))
  })

  test('the length of the credential id has its high byte first', () => {
    const id = '0c'.repeat(258)
    expect(parseAuthenticatorData(bytes(header(at) + attested(keyHex, '0102', id))).attestedCredential?.idLength).toBe(
      258,
    )
  })

  test('the reserved bits say nothing', () => {
    expect(parseAuthenticatorData(bytes(header(up | 0x02 | 0x20)))).toEqual(parseAuthenticatorData(bytes(header(up))))
  })

  test('what is taken out is a copy: changing it does not change the bytes, nor the other way round', () => {
    const given = bytes(header(at) + attested())
    const data = parseAuthenticatorData(given)
    const untouched = given.slice()
    data.rpIdHash.fill(0)
    data.attestedCredential?.publicKey.fill(0)
    expect(given).toEqual(untouched)
  })

  test.each([
    ['nothing', ''],
    ['36 bytes', header(up).slice(0, -2)],
    ['a byte after the header', `${header(up)}00`],
    ['a credential without its flag', header(up) + attested()],
    ['the flag without a credential', header(at)],
    ['an AAGUID that is cut off', header(at) + aaguidHex.slice(2)],
    ['a length that is cut off', `${header(at)}${aaguidHex}00`],
    ['an id that is cut off', `${header(at) + aaguidHex}0010${idHex.slice(2)}`],
    ['an id of 65535 bytes that are not there', header(at) + attested(keyHex, 'ffff')],
    ['no key', header(at) + attested('')],
    ['a byte after the key', `${header(at) + attested()}00`],
    ['extensions without their flag', `${header(at) + attested()}a0`],
    ['the flag without extensions', header(ed)],
    ['the flag without extensions after a credential', header(at | ed) + attested()],
    ['a byte after the extensions', `${header(ed)}a000`],
    ['extensions that are an array', `${header(ed)}80`],
    ['an extension named by a number', `${header(ed)}a10100`],
    ['an extension named by 33 characters', `${header(ed)}a17821${'61'.repeat(33)}00`],
    ['an extension without a name', `${header(ed)}a16000`],
    ['an extension that is not named in ASCII', `${header(ed)}a162c3a400`],
    ['an extension with a quotation mark', `${header(ed)}a1612200`],
    ['extensions out of order', `${header(ed)}a2 6162 00 6161 00`],
    ['a duplicate extension', `${header(ed)}a2 6161 00 6161 00`],
    ['an extension of a tag', `${header(ed)}a1 6161 c000`],
    ['an extension of a float', `${header(ed)}a1 6161 f93c00`],
    ['extensions without an end', `${header(ed)}bf 6161 00 ff`],
  ])('never %s', (_, hexadecimal) => {
    expect(() => parseAuthenticatorData(bytes(hexadecimal))).toThrow(
      expect.objectContaining({ code: 'malformed_authenticator_data' }),
    )
  })

  test('an extension may have a name of 32 characters', () => {
    const data = parseAuthenticatorData(bytes(`${header(ed)}a17820${'61'.repeat(32)}00`))
    expect(data.extensions).toEqual(new Map([['a'.repeat(32), 0]]))
  })

  test.each([
    ['that is cut off', 'a401010327200621'],
    ['without an end', 'bf0101ff'],
    ['with a length that is not minimal', 'a40101032720062158 01 01'],
    ['with a duplicate label', 'a2 0101 0101'],
    ['with labels out of order', 'a2 0327 0101'],
    ['with a tag', 'a1 01 c001'],
    ['with a float', 'a1 01 f93c00'],
    ['that is nested deeper than any key', 'a1 01 81 81 81 01'],
  ])('never a key %s', (_, key) => {
    expect(() => parseAuthenticatorData(bytes(header(at) + attested(key)))).toThrow(
      expect.objectContaining({ code: 'malformed_public_key' }),
    )
  })
})
