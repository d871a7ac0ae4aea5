import { describe, expect, test } from 'vitest'
import { parseClientData } from '../../../src/webauthn/parse/client-data.js'

const honest = '"type":"webauthn.get","challenge":"AAAA","origin":"o"'
const parse = (text: string) => parseClientData(new TextEncoder().encode(text))
const refused = expect.objectContaining({ code: 'malformed_client_data' })

describe('a checked name appears once, at the top', () => {
  test.each([
    ['type', '"type":"webauthn.get"'],
    ['challenge', '"challenge":"AAAA"'],
    ['origin', '"origin":"o"'],
  ])('%s twice', (_, again) => {
    expect(() => parse(`{${honest},${again}}`)).toThrow(refused)
  })

  test.each([
    ['crossOrigin', '"crossOrigin":false,"crossOrigin":false'],
    ['topOrigin', '"topOrigin":"t","topOrigin":"t"'],
    ['a name after a nested object', '"a":{"b":[1,{}]},"type":"webauthn.get"'],
    ['a name after a nested array', '"a":[[{}],[]],"type":"webauthn.get"'],
    ['a name after a text that ends in a backslash', '"a":"\\\\","type":"webauthn.get"'],
    ['a name after a text with a quotation mark', '"a":"\\"","type":"webauthn.get"'],
    ['a name after a text with brackets', '"a":"{[","type":"webauthn.get"'],
    ['a name after a text with closing brackets', '"a":"}]","type":"webauthn.get"'],
    ['a name before spaces', '"type" :"webauthn.get"'],
    ['a name before a tab', '"type"\t:"webauthn.get"'],
    ['a name before line breaks', '"type"\r\n:"webauthn.get"'],
    ['a name behind line breaks', '\r\n\t "type":"webauthn.get"'],
    ['a name in escapes', '"\\u0074ype":"webauthn.get"'],
  ])('%s twice', (_, more) => {
    expect(() => parse(`{${honest},${more}}`)).toThrow(refused)
  })

  test.each([
    ['an unchecked name', '"note":1,"note":2'],
    ['a name further down', '"a":{"type":"x","origin":"p"}'],
    ['a name further down in an array', '"a":[{"type":"x"},{"type":"y"}]'],
    ['a value that is such a name', '"a":"type","b":"type"'],
    ['a value that is such a name, with a colon behind it in a text', '"a":["type","type:"]'],
    ['the beginning of a name', '"typ":1,"types":2'],
  ])('%s may stand again', (_, more) => {
    expect(parse(`{${honest},${more}}`)).toEqual({
      type: 'webauthn.get',
      challenge: 'AAAA',
      origin: 'o',
      crossOrigin: false,
    })
  })
})

test('topOrigin is text where it is there', () => {
  expect(parse(`{${honest},"topOrigin":"t"}`)).toHaveProperty('topOrigin', 't')
  expect(parse(`{${honest}}`)).not.toHaveProperty('topOrigin')
  for (const topOrigin of ['1', 'null', 'false', '[]']) {
    expect(() => parse(`{${honest},"topOrigin":${topOrigin}}`)).toThrow(refused)
  }
})

test.each(['null', '0', '1', '"true"', '[]', '{}'])('crossOrigin is no %s', (crossOrigin) => {
  expect(() => parse(`{${honest},"crossOrigin":${crossOrigin}}`)).toThrow(refused)
})

test('the error of the parser is the cause', () => {
  const causeOf = (bytes: Uint8Array) => {
    try {
      parseClientData(bytes)
    } catch (error) {
      return error instanceof Error ? error.cause : undefined
    }
  }
  expect(causeOf(new TextEncoder().encode('{'))).toBeInstanceOf(SyntaxError)
  expect(causeOf(Uint8Array.of(0xff))).toBeInstanceOf(TypeError)
})
