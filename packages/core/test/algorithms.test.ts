import { readFileSync } from 'node:fs'
import { createPasskeys } from '@latchkey/core'
import { memoryStorage } from '@latchkey/memory'
import { describe, expect, test } from 'vitest'
import { algorithms, credentialAlgorithms, curves } from '../src/algorithms.js'

const page = readFileSync(new URL('../../../docs/algorithms.md', import.meta.url), 'utf8')

const withAlgorithms = (numbers: readonly number[]) =>
  createPasskeys({
    relyingParty: { id: 'example.com', name: 'Example', origins: ['https://example.com'] },
    secret: 's'.repeat(32),
    storage: memoryStorage(),
    policy: { algorithms: numbers },
  })

describe('a policy', () => {
  test.each(credentialAlgorithms)('may offer %i', async (algorithm) => {
    const { policy } = await withAlgorithms([algorithm]).policy.effective()
    expect(policy.algorithms).toEqual([algorithm])
  })

  test.each([
    ['RS1, which is for statements alone', [-7, -65535]],
    ['an algorithm that does not exist', [-7, -9999]],
    ['an algorithm that is none', [-7, 1.5]],
    ['one algorithm twice', [-7, -7]],
    ['none at all', []],
  ])('in code that offers %s is a TypeError at start-up that names the field', (_, numbers) => {
    expect(() => withAlgorithms(numbers)).toThrow(TypeError)
    expect(() => withAlgorithms(numbers)).toThrow(/policy\.algorithms/)
  })
})

test('the page lists the algorithms of the table, in its order, with their keys and signatures', () => {
  const listed = [...page.matchAll(/^\| (-\d+) \| (\S+) \| ([^|]+) \| ([^|]+) \|$/gm)].map((row) => row.slice(1))
  const expected = credentialAlgorithms.map((number) => {
    const row = algorithms.get(number)
    const hash = row && 'hash' in row ? row.hash.replace('sha', 'SHA-') : ''
    switch (row?.keyType) {
      case 'EC2':
        return [`${number}`, row.name, curves.get(row.curve)?.name, `DER, ${hash}`]
      case 'OKP':
        return [`${number}`, row.name, curves.get(row.curve)?.name, `${row.signatureBytes} bytes`]
      case 'RSA':
        return [
          `${number}`,
          row.name,
          'RSA, 2048 to 8192 bits',
          `${row.padding === 'PSS' ? 'PSS' : 'PKCS #1 v1.5'}, ${hash}`,
        ]
      default:
        return [`${number}`, row?.name, `${row?.publicKeyBytes} bytes`, `${row?.signatureBytes} bytes`]
    }
  })
  expect(listed).toEqual(expected)
})
