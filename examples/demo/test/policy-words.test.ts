import { describePolicy } from '@latchkey/core'
import { expect, test } from 'vitest'
import { describeValue } from '../src/policy/describe-value.js'
import { fieldGroups } from '../src/policy/field-texts.js'
import { placeIssues } from '../src/policy/place-issues.js'
import { toPolicy, valueAt } from '../src/policy/policy-places.js'

const fields = describePolicy().map(({ field }) => field)

test('the page shows every field of the policy once', () => {
  const shown = fieldGroups.flatMap((group) => Object.keys(group.fields))
  expect(shown.sort()).toEqual([...fields].sort())
})

test.each([
  ['choice', 'if-other-method', 'If other method'],
  ['switch', false, 'No'],
  ['cadence', { days: 1 }, 'After 1 day'],
  ['cadence', 'once', 'Never'],
  ['recency', 300, '5 minutes'],
  ['recency', 90, '90 seconds'],
  ['recency', 'none', 'Any time'],
  ['number', 10, '10'],
  ['list', [], 'None'],
  ['list', [-8, -7], '−8, −7'],
  ['list', ['password', 'email-otp'], 'Password, E-mail code'],
  ['list-or-word', ['-----BEGIN CERTIFICATE-----'], 'A certificate'],
])('a %s of %j reads: %s', (kind, value, words) => {
  const described = describePolicy().find(({ range }) => range.kind === kind)
  expect(described && describeValue(described.range, value)).toBe(words)
})

test('values are at the paths of their fields, and unset fields are missing', () => {
  const policy = toPolicy([
    ['mode', 'optional'],
    ['prompt.every', 'once'],
    ['prompt.never', false],
    ['limit', undefined],
  ])
  expect(policy).toEqual({ mode: 'optional', prompt: { every: 'once', never: false } })
  expect(valueAt(policy, 'prompt.every')).toBe('once')
  expect(valueAt(policy, 'userVerification.signIn')).toBeUndefined()
})

test('an issue is shown at its field, an issue of a group at the first field', () => {
  const placed = placeIssues(
    [
      { path: 'limit', message: 'Too big: 100 at most' },
      { path: 'hints.0', message: 'Invalid option' },
      { path: 'kinds', message: 'allow one' },
      { path: '', message: 'Invalid' },
    ],
    fields,
  )
  expect(Object.fromEntries(placed.byField)).toEqual({
    limit: ['Too big: 100 at most'],
    hints: ['Invalid option'],
    'kinds.synced': ['allow one'],
  })
  expect(placed.others).toEqual(['Invalid'])
})
