import { expect, test } from 'vitest'
import { readDevice } from '../src/device.js'

test('a device can do what its browser says, and nothing else', () => {
  const form = new FormData()
  expect(readDevice(form)).toEqual({ webauthn: false, platformAuthenticator: false })
  form.set('webauthn', 'true')
  form.set('platformAuthenticator', 'yes')
  expect(readDevice(form)).toEqual({ webauthn: true, platformAuthenticator: false })
})
