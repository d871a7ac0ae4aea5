import type { DeviceCapabilities } from '@latchkey/core'

/** What a browser reports about its device. */
export type Device = DeviceCapabilities

/** The capabilities that a browser sent. Those that are missing count as false. */
export function readDevice(form: FormData): Device {
  const isTrue = (name: string): boolean => form.get(name) === 'true'
  return {
    webauthn: isTrue('webauthn'),
    platformAuthenticator: isTrue('platformAuthenticator'),
  }
}
