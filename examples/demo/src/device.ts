import type { DeviceCapabilities } from '@latchkey/core'

/** What a browser says of its device. */
export type Device = DeviceCapabilities

/** What a browser sent; what it did not say, the device cannot do. */
export function readDevice(form: FormData): Device {
  const says = (name: string): boolean => form.get(name) === 'true'
  return {
    webauthn: says('webauthn'),
    platformAuthenticator: says('platformAuthenticator'),
  }
}
