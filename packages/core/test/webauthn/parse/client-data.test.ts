import { describe, expect, test } from 'vitest'
import { parseClientData } from '../../../src/webauthn/parse/client-data.js'

const honest = '"type":"webauthn.get","challenge":"AAAA","origin":"https://example.com"'
const encode = (text: string) => new TextEncoder().encode(text)

describe('parseClientData', () => {
  test.each([
    ['as browsers write it', `{${honest},"crossOrigin":false}`],
    ['with members that are unknown', `{${honest},"other_keys_can_be_added_here":"do not compare","x":{"type":"y"}}`],
    ['with line breaks and escapes', `{\r\n ${honest.replaceAll('/', '\\/')}\r\n}`],
    ['after a byte order mark', `\ufeff{${honest}}`],
    ['with a name inside a value', `{${honest},"note":"\\"type\\":\\"x\\""}`],
  ])('reads it %s', (_, text) => {
    expect(parseClientData(encode(text))).toEqual({
      type: 'webauthn.get',
      challenge: 'AAAA',
      origin: 'https://example.com',
      crossOrigin: false,
    })
  })

  test('reads crossOrigin and topOrigin', () => {
    const framed = parseClientData(encode(`{${honest},"crossOrigin":true,"topOrigin":"https://top.example"}`))
    expect(framed).toMatchObject({ crossOrigin: true, topOrigin: 'https://top.example' })
  })

  test.each([
    ['no JSON', 'x'],
    ['an array', `[${JSON.stringify(honest)}]`],
    ['null', 'null'],
    ['no type', '{"challenge":"AAAA","origin":"https://example.com"}'],
    ['a type that only the prototype has', '{"__proto__":{"type":"webauthn.get"},"challenge":"A","origin":"o"}'],
    ['a challenge that is a number', '{"type":"webauthn.get","challenge":1,"origin":"o"}'],
    ['origins in an array', '{"type":"webauthn.get","challenge":"A","origin":["o"]}'],
    ['crossOrigin as text', `{${honest},"crossOrigin":"true"}`],
    ['topOrigin that is null', `{${honest},"topOrigin":null}`],
    ['a duplicate challenge', `{${honest},"challenge":"BBBB"}`],
    ['a duplicate origin, once escaped', `{${honest},"\\u006frigin":"https://evil.example"}`],
  ])('refuses %s', (_, text) => {
    expect(() => parseClientData(encode(text))).toThrow(expect.objectContaining({ code: 'malformed_client_data' }))
  })

  test('refuses a byte that is no UTF-8 instead of replacing it', () => {
    const bytes = encode(`{${honest},"x":"?"}`)
    bytes[bytes.lastIndexOf(0x3f)] = 0xff
    expect(() => parseClientData(bytes)).toThrow(expect.objectContaining({ code: 'malformed_client_data' }))
  })
})
