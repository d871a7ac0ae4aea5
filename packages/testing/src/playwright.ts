import type {
  Authenticator,
  AuthenticatorOptions,
  CreateArguments,
  GetArguments,
} from './authenticator/authenticator.js'
import type { ClientCreationOptions, ClientRequestOptions } from './authenticator/client-options.js'
import { createAuthenticator } from './authenticator/create-authenticator.js'
import { type Device, type DeviceOptions, type DeviceSession, plugIn } from './devices/device.js'
import { bindingName, injectedScript } from './devices/injected-script.js'

export type { Device, DeviceOptions, DevicePasskey, DevicePasskeyChange, DeviceSession } from './devices/device.js'

/** A page of Playwright, whichever of its packages and versions it is from. */
export interface DevicePage {
  /** As in Playwright. */
  context(): { newCDPSession(page: never): Promise<DeviceSession> }
  /** As in Playwright. */
  exposeBinding(name: string, callback: (source: unknown, asked: unknown) => unknown): Promise<unknown>
  /** As in Playwright. */
  addInitScript(script: string): Promise<unknown>
}

/** Plugs a device into the page. Chromium only. */
export async function addDevice(page: DevicePage, options?: DeviceOptions): Promise<Device> {
  return plugIn(await page.context().newCDPSession(page as never), options)
}

/** What the fixtures need of Playwright. */
export interface DeviceFixtureArguments {
  readonly page: DevicePage
}

/** Fixtures for `test.extend` of Playwright. `device` is a laptop whose user is there, plugged into `page`. */
export const deviceFixtures = {
  device: async ({ page }: DeviceFixtureArguments, use: (device: Device) => Promise<void>): Promise<void> => {
    await use(await addDevice(page))
  },
}

/** What the software authenticator of a page says instead of the truth, from the next request. */
export interface InjectedLies {
  readonly create?: CreateArguments
  readonly get?: GetArguments
}

/** The software authenticator of a page. */
export interface InjectedAuthenticator {
  readonly authenticator: Authenticator
  /** Replaces the lies before. Without an argument it is honest again. */
  lie(lies?: InjectedLies): void
}

interface Asked {
  readonly ceremony: 'create' | 'get'
  readonly options: unknown
  readonly mediation?: string
}

/**
 * The page's `navigator.credentials` asks a software authenticator, which can lie in any field. It is not evidence that a
 * browser accepts your options: use a device for that. Call it before the page is opened, once per page; works in every
 * browser.
 */
export async function injectAuthenticator(
  page: DevicePage,
  options: AuthenticatorOptions,
): Promise<InjectedAuthenticator> {
  const authenticator = createAuthenticator(options)
  let current: InjectedLies = {}
  await page.exposeBinding(bindingName, async (_, asked) => {
    try {
      // Sent by the script of this package.
      return { response: await respond(authenticator, asked as Asked, current) }
    } catch (error) {
      const { name, message }: Partial<Error> = Object(error)
      return { error: { name, message, isDOM: error instanceof DOMException } }
    }
  })
  await page.addInitScript(injectedScript)
  return {
    authenticator,
    lie(lies = {}) {
      current = lies
    },
  }
}

/** The page's own options, which the authenticator checks itself. */
function respond(authenticator: Authenticator, { ceremony, options, mediation }: Asked, lies: InjectedLies) {
  if (ceremony === 'get') return authenticator.get(options as ClientRequestOptions, lies.get)
  const silent = mediation === 'conditional' ? { mediation } : {}
  return authenticator.create(options as ClientCreationOptions, { ...silent, ...lies.create } as CreateArguments)
}
