import type { PasskeyRecord } from '@latchkey/storage'
import { describe, expect, test } from 'vitest'
import { cloneConsequence } from '../../src/assertion/record-use.js'
import { assess } from '../../src/assurance/assess.js'
import type { PartialPolicy } from '../../src/policy/effective-policy.js'
import { resolvePolicy } from '../../src/policy/resolve-policy.js'
import type { Assertion } from '../../src/webauthn/verify/verify-assertion.js'

function assessed(userVerified: boolean, backupEligible: boolean, trusted: boolean, policy: PartialPolicy = {}) {
  const assertion = { userVerified, backupEligible } as Assertion
  const passkey = { attestation: { trusted } } as PasskeyRecord
  return assess(assertion, passkey, resolvePolicy([{ layer: 'code', policy }]).policy)
}

describe('assess', () => {
  test('a synced passkey, user verified: two factors', () => {
    expect(assessed(true, true, false)).toEqual({
      userVerified: true,
      factors: 2,
      satisfiesMfa: true,
      deviceBound: false,
      attested: false,
      amr: ['swk', 'user', 'mfa'],
      acr: 'phr',
      aal: 2,
    })
  })

  test('user not verified: one factor, and by itself never MFA', () => {
    expect(assessed(false, true, false)).toMatchObject({
      factors: 1,
      satisfiesMfa: false,
      amr: ['swk', 'user'],
      aal: 1,
    })
  })

  test('device-bound is hardware only where that is attested', () => {
    expect(assessed(true, false, false).amr).toEqual(['pop', 'user', 'mfa'])
    expect(assessed(true, false, true).amr).toEqual(['hwk', 'user', 'mfa'])
  })

  test.each([
    ['never', true, true, false],
    ['when-attested', true, false, false],
    ['when-attested', true, true, true],
    ['when-attested', false, true, false],
    ['when-user-verified', true, false, true],
  ] as const)('satisfiesMfa %s, verified %s, attested %s: %s', (satisfiesMfa, verified, attested, expected) => {
    expect(assessed(verified, false, attested, { satisfiesMfa }).satisfiesMfa).toBe(expected)
  })
})

describe('cloneConsequence', () => {
  test.each([
    ['advanced', 'suspend', false, 'none'],
    ['not-counting', 'suspend', false, 'none'],
    ['regressed', 'ignore', false, 'none'],
    ['regressed', 'by-kind', false, 'reject'],
    ['regressed', 'by-kind', true, 'flag'],
    ['regressed', 'flag', false, 'flag'],
    ['regressed', 'reject', true, 'reject'],
    ['regressed', 'suspend', true, 'suspend'],
  ] as const)('%s under %s, synced %s: %s', (verdict, rule, synced, consequence) => {
    expect(cloneConsequence(verdict, rule, synced)).toBe(consequence)
  })
})
