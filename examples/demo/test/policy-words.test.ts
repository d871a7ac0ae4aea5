import { describePolicy } from '@latchkey/core'
import { expect, test } from 'vitest'
import { describeValue } from '../src/policy/describe-value.js'
import { fieldGroups } from '../src/policy/field-texts.js'
import { placeComplaints } from '../src/policy/place-complaints.js'
import { toPolicy, valueAt } from '../src/policy/policy-places.js'

const fields = describePolicy().map(({ field }) => field)

test('every field of the policy stands on the page, once', () => {
  const shown = fieldGroups.flatMap((group) => Object.keys(group.fields))
  expect(shown.sort()).toEqual([...fields].sort())
})

test.each([
  ['choice', 'if-another-way-in', 'If another way in'],
  ['switch', false, 'No'],
  ['cadence', { days: 1 }, 'After 1 day'],
  ['cadence', 'once', 'Not again'],
  ['recency', 300, '5 minutes'],
  ['recency', 90, '90 seconds'],
  ['recency', 'none', 'Any time'],
  ['number', 10, '10'],
  ['list', [], 'None'],
  ['list', [-8, -7], '−8, −7'],
  ['list', ['password', 'email-otp'], 'Password, Code by e-mail'],
  ['list-or-word', ['-----BEGIN CERTIFICATE-----'], 'A certificate'],
])('a %s of %j reads: %s', (kind, value, words) => {
  const described = describePolicy().find(({ range }) => range.kind === kind)
  expect(described && describeValue(described.range, value)).toBe(words)
})

test('values stand at their places, and what is not stated is not there', () => {
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

test('a complaint stands at the field that it is about, one about a group at its first', () => {
  const placed = placeComplaints(
    ['limit: Too big: 100 at most', 'hints.0: Invalid option', 'kinds: allow one', 'the whole: Invalid'],
    fields,
  )
  expect(Object.fromEntries(placed.byField)).toEqual({
    limit: ['Too big: 100 at most'],
    hints: ['Invalid option'],
    'kinds.synced': ['allow one'],
  })
  expect(placed.others).toEqual(['the whole: Invalid'])
})
