import { errorTable, isPasskeyErrorCode } from '@latchkey/wire'
import { describe, expect, test } from 'vitest'

describe('the error table', () => {
  test.each(Object.entries(errorTable))('%s has a status, a sentence and a snake_case name', (code, row) => {
    expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/)
    expect(row.status).toBeGreaterThanOrEqual(400)
    expect(row.message).toMatch(/^[A-Z].*\.$/)
  })

  test('what a failed sign-in tells the public says nothing about a user', () => {
    const open = Object.entries(errorTable).filter(([, row]) => row.publicCode === 'itself' && row.status === 422)
    expect(open.map(([code]) => code)).toEqual(['authenticator_not_allowed', 'attestation_not_trusted'])
  })

  test('only own codes of the table are codes', () => {
    expect(isPasskeyErrorCode('ceremony_spent')).toBe(true)
    expect(isPasskeyErrorCode('toString')).toBe(false)
    expect(isPasskeyErrorCode(undefined)).toBe(false)
  })
})
