import { expect, test } from 'vitest'
import { describeEvent } from '../src/events/event-texts.js'

const passkey = { passkeyId: 'id' as never, passkeyName: 'Phone' }

test.each([
  ['sign-in', 'Signed in with a passkey'],
  ['second-factor', 'Used a passkey as the second step'],
  ['step-up', 'Confirmed their identity with a passkey'],
  ['confirm', 'Confirmed an action with a passkey'],
  ['of a later version', 'Passkey used'],
  ['__proto__', 'Passkey used'],
])('a passkey used for %s: %s', (purpose, text) => {
  expect(describeEvent({ name: 'passkey.used', data: { ...passkey, purpose: purpose as never } })).toBe(text)
})

test('an event without a purpose has the text of its name', () => {
  expect(describeEvent({ name: 'sign_in.failed', data: { reason: 'account_locked' } })).toBe(
    'Sign-in with a passkey failed',
  )
})
