import { describePolicy } from '@latchkey/core'
import { expect, test } from 'vitest'
import { fromInput, readInput, toInput } from '../src/policy/field-input.js'

const fields = describePolicy()
const rangeOf = (name: string) => {
  const described = fields.find(({ field }) => field === name)
  if (!described) throw new TypeError(`There is no field '${name}'.`)
  return described.range
}

test.each(fields)('$field: the default survives a round trip', ({ range, default: standard }) => {
  expect(fromInput(range, toInput(range, standard))).toEqual(standard)
})

test.each(fields)('$field: an unset field stays unset', ({ field, range }) => {
  expect(fromInput(range, toInput(range, undefined))).toBeUndefined()
  expect(fromInput(range, readInput(new FormData(), field))).toBeUndefined()
})

const certificate = '-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----'

test.each([
  ['mode', 'mandatory'],
  ['signUp', true],
  ['kinds.synced', false],
  ['limit', 3],
  ['recentAuthentication.rename', 60],
  ['recentAuthentication.enroll', 'none'],
  ['prompt.every', 'once'],
  ['prompt.every', { days: 30 }],
  ['prompt.after', []],
  ['prompt.after', ['password', 'email-otp']],
  ['hints', ['hybrid', 'security-key']],
  ['algorithms', [-257, -7]],
  ['authenticators.allow', 'any'],
  ['authenticators.allow', ['adce0002-35bc-c60a-648b-0b25f1f05503']],
  ['trust.roots', [certificate, certificate.replace('MA', 'MQ')]],
])('%s: %j survives a round trip', (field, value) => {
  expect(fromInput(rangeOf(field), toInput(rangeOf(field), value))).toEqual(value)
})

test('checked boxes become a list without duplicates', () => {
  const form = new FormData()
  form.append('prompt.after', 'own')
  for (const method of ['password', 'email-otp', 'password']) form.append('prompt.after:picked', method)
  expect(fromInput(rangeOf('prompt.after'), readInput(form, 'prompt.after'))).toEqual(['password', 'email-otp'])
})

test.each([
  ['limit', '', 'many', 'many'],
  ['limit', '', '1.5', '1.5'],
  ['prompt.every', 'days', 'x', { days: 'x' }],
  ['recentAuthentication.enroll', 'seconds', '', ''],
])('%s: text that is not a number is left for the policy to refuse', (field, choice, detail, value) => {
  expect(fromInput(rangeOf(field), { choice, detail, picked: [] })).toEqual(value)
})

test('the detail of an option that is not chosen is ignored', () => {
  expect(fromInput(rangeOf('prompt.every'), { choice: 'once', detail: '30', picked: [] })).toBe('once')
  expect(fromInput(rangeOf('prompt.after'), { choice: '', detail: '', picked: ['password'] })).toBeUndefined()
})
