import { describe, expect, test } from 'vitest'
import { toBytes, toNumber } from '../src/values/driver-values.js'

describe('a number as a driver gives it back', () => {
  test.each([
    [7, 7],
    [7n, 7],
    ['7', 7],
    ['-257', -257],
    [2 ** 53 - 1, 2 ** 53 - 1],
    [String(2 ** 53 - 1), 2 ** 53 - 1],
  ])('%s is a number', (value, number) => {
    expect(toNumber(value)).toBe(number)
  })

  test.each([
    [Number.NaN],
    [1.5],
    ['1e3'],
    [''],
    ['0x10'],
    [String(2n ** 53n)],
    [2n ** 63n],
    [null],
    [[7]],
    [new Date(7)],
  ])('%s is none: a TypeError, never something to count with', (value) => {
    expect(() => toNumber(value as never)).toThrow(TypeError)
  })
})

describe('bytes as a driver gives them back', () => {
  const bytes = new Uint8Array([0, 127, 255])

  test.each([[bytes], [Buffer.from(bytes)], [bytes.buffer], [[0, 127, 255]]])('%s are bytes, and a copy', (value) => {
    const read = toBytes(value)
    expect(read).toEqual(bytes)
    expect(read.buffer).not.toBe(bytes.buffer)
  })

  test.each([['\\x007fff'], ['AH//'], [[0, 256]], [[0.5]], [null], [{ type: 'Buffer', data: [0] }]])(
    '%s are none: a TypeError',
    (value) => {
      expect(() => toBytes(value as never)).toThrow(TypeError)
    },
  )
})
