import { afterEach, expect, test, vi } from 'vitest'
import { capabilities } from '../src/index.js'
import { addVirtualAuthenticator, removeVirtualAuthenticators } from './virtual-authenticator.js'

afterEach(async () => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
  await removeVirtualAuthenticators()
})

const nothing = { webauthn: false, platformAuthenticator: false, conditionalGet: false, conditionalCreate: false }

test('a device that verifies its user can do everything', async () => {
  await addVirtualAuthenticator()
  expect(await capabilities()).toEqual({
    webauthn: true,
    platformAuthenticator: true,
    conditionalGet: true,
    conditionalCreate: true,
  })
})

test('a device with a security key only has no authenticator of its own', async () => {
  await addVirtualAuthenticator({ transport: 'usb' })
  expect(await capabilities()).toMatchObject({ webauthn: true, platformAuthenticator: false, conditionalGet: false })
})

test('a page without WebAuthn can do nothing', async () => {
  vi.stubGlobal('PublicKeyCredential', undefined)
  expect(await capabilities()).toEqual(nothing)
})

test('a browser that knows no questions can do what WebAuthn has always been able to', async () => {
  vi.stubGlobal('PublicKeyCredential', class {})
  expect(await capabilities()).toEqual({ ...nothing, webauthn: true })
})

test('a browser that fails to answer is taken to be unable', async () => {
  const failing = () => Promise.reject(new Error('broken'))
  vi.stubGlobal('PublicKeyCredential', {
    getClientCapabilities: failing,
    isConditionalMediationAvailable: failing,
    isUserVerifyingPlatformAuthenticatorAvailable: failing,
  })
  expect(await capabilities()).toEqual({ ...nothing, webauthn: true })
})
