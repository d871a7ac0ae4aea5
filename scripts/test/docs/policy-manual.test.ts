import { describePolicy } from '@latchkey/core'
import { describe, expect, test } from 'vitest'
import { readPage, writeTable } from '../../docs/policy-manual.js'

describe('docs/policy.md', () => {
  test('its table is the table that the code reads: npm run policy-manual', () => {
    expect(readPage()).toBe(writeTable(readPage()))
  })

  test('a table that is older is noticed, and every field has a sentence', () => {
    const older = readPage().replace('| `limit` |', '| `limits` |')
    expect(writeTable(older)).not.toBe(older)
    const rows = writeTable(readPage()).split('\n')
    for (const { field } of describePolicy()) {
      const row = rows.find((line) => line.startsWith(`| \`${field}\` |`))
      expect(row?.split(' | ').at(-1)?.length, field).toBeGreaterThan(15)
    }
  })

  test('a page without the marks is no page to write to', () => {
    expect(() => writeTable('# The policy')).toThrow('marks')
  })
})
