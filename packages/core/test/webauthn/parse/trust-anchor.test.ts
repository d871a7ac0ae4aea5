import { describe, expect, test } from 'vitest'
import { anchorBytes } from '../../../src/webauthn/parse/trust-anchor.js'

const der = Uint8Array.of(0x30, 0x03, 0x02, 0x01, 0xfb)
const armored = (content: string) => `-----BEGIN CERTIFICATE-----\n${content}\n-----END CERTIFICATE-----`

describe('a trust anchor', () => {
  test('of bytes is those bytes', () => {
    expect(anchorBytes(der)).toBe(der)
  })

  test.each([
    ['on one line', armored('MAMCAfs=')],
    ['on two lines, with spaces', armored('MAMC\r\n Afs=')],
    ['with space before and after', `\n ${armored('MAMCAfs=')}\n\n`],
  ])('of PEM is its content, %s', (_, text) => {
    expect(anchorBytes(text)).toEqual(der)
  })

  test.each([
    ['no PEM', 'MAMCAfs='],
    ['words before it', `A root: ${armored('MAMCAfs=')}`],
    ['words after it', `${armored('MAMCAfs=')} A root.`],
    ['two certificates', `${armored('MAMCAfs=')}\n${armored('MAMCAfs=')}`],
    ['a key', armored('MAMCAfs=').replaceAll('CERTIFICATE', 'PUBLIC KEY')],
    ['base64url', armored('MAMCA-s=')],
    ['base64 that is cut off', armored('MAMCAfs=A')],
    ['nothing in it', armored('')],
  ])('of %s is no certificate', (_, text) => {
    expect(anchorBytes(text)).toEqual(new Uint8Array(0))
  })
})
