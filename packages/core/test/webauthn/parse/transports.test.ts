import { describe, expect, test } from 'vitest'
import { readTransports } from '../../../src/webauthn/parse/transports.js'

describe('transports', () => {
  test.each([undefined, null, 'usb', 7, { 0: 'usb', length: 1 }])('%j is no list: there are none', (value) => {
    expect(readTransports(value)).toEqual([])
  })

  test('are stored unchanged, each once, in their order', () => {
    expect(readTransports(['usb', 'to-come', '!~', 'usb'])).toEqual(['usb', 'to-come', '!~'])
  })

  test.each(['', 'a b', ' usb', 'usb ', 'üsb', 'u\u007f', 'x'.repeat(33), 7, null, ['usb']])('%j is none', (value) => {
    expect(readTransports([value, 'usb'])).toEqual(['usb'])
  })

  test('of 32 characters are stored, and sixteen at most', () => {
    const many = Array.from({ length: 20 }, (_, at) => `${at}`.padEnd(32, 'x'))
    expect(readTransports(many)).toEqual(many.slice(0, 16))
  })
})
