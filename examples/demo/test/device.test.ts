import { expect, test } from 'vitest'
import { readDevice } from '../src/device.js'

test('a device can do what its browser says, and nothing else', () => {
  const form = new FormData()
  expect(readDevice(form)).toEqual({ webauthn: false, platformAuthenticator: false })
  form.set('webauthn', 'true')
  form.set('platformAuthenticator', 'yes')
  form.set('attachment', 'cross-platform')
  expect(readDevice(form)).toEqual({ webauthn: true, platformAuthenticator: false, attachment: 'cross-platform' })
  form.set('attachment', 'elsewhere')
  expect(readDevice(form)).toEqual({ webauthn: true, platformAuthenticator: false })
})
