import { expect, test } from 'vitest'
import { readDevice } from '../src/device.js'

test('only capabilities that the browser reports as true are true', () => {
  const form = new FormData()
  expect(readDevice(form)).toEqual({ webauthn: false, platformAuthenticator: false })
  form.set('webauthn', 'true')
  form.set('platformAuthenticator', 'yes')
  expect(readDevice(form)).toEqual({ webauthn: true, platformAuthenticator: false })
})
