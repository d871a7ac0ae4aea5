import { type Device, type DeviceOptions, type DeviceSession, plugIn, unplugAll } from './devices/device.js'

export type { Device, DeviceOptions, DevicePasskey, DevicePasskeyChange } from './devices/device.js'

/**
 * Plugs a device into the page of the test. `session` is what `cdp()` of `vitest/browser` returns: Chromium with the
 * provider of Playwright only. Vitest runs all files in one page: call `removeDevices` after each test.
 *
 * @throws {TypeError} for another session
 */
export async function addDevice(session: object, options?: DeviceOptions): Promise<Device> {
  assertSession(session)
  return plugIn(session, options)
}

/**
 * Unplugs all devices, and ends their requests.
 *
 * @throws {TypeError} for another session
 */
export async function removeDevices(session: object): Promise<void> {
  assertSession(session)
  await unplugAll(session)
}

/** Its type has the method only where the types of the provider are loaded. */
function assertSession(session: object): asserts session is DeviceSession {
  if ('send' in session && typeof session.send === 'function') return
  throw new TypeError('session: write cdp(), from vitest/browser with the provider of @vitest/browser-playwright')
}
