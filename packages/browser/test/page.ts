import { afterEach, beforeEach, vi } from 'vitest'
import { readThrows, withDocumentedThrows } from '../../../test-support/documented-throws.js'
import { createPasskeyClient, type PasskeyClient, PasskeyClientError, type Transport } from '../src/index.js'
import ownCeremonies from '../src/own-ceremonies.ts?raw'
import passkeyClient from '../src/passkey-client.ts?raw'
import redeem from '../src/redeem.ts?raw'
import { createFakeServer, type FakeServer } from './fake-server.js'
import {
  type AuthenticatorOptions,
  addVirtualAuthenticator,
  removeVirtualAuthenticators,
  type VirtualAuthenticator,
} from './virtual-authenticator.js'

/** The codes that the `@throws` of each method of the client lists. */
export const documentedCodes = readThrows([passkeyClient, redeem, ownCeremonies])

/** What every test of the client begins with; new for each test. */
export interface Page {
  readonly authenticator: VirtualAuthenticator
  readonly server: FakeServer
  /** A client of the server. A code that the docstring of a method does not list fails the test which sees it. */
  newClient(transport?: Transport): PasskeyClient
}

interface PageOptions extends AuthenticatorOptions {
  /** The authenticator has one passkey, and the server has forgotten the requests for it. */
  readonly enrolled?: boolean
}

const contract = {
  throws: documentedCodes,
  nameOf: (error: unknown) => (error instanceof PasskeyClientError ? error.code : undefined),
}

/** Every test of this file has a page of its own. What a test has mocked ends with it. */
export function usePage({ enrolled = false, ...options }: PageOptions = {}): Page {
  let authenticator: VirtualAuthenticator
  let server: FakeServer
  const newClient = (transport: Transport = server.transport) =>
    withDocumentedThrows(createPasskeyClient({ transport }), contract)

  beforeEach(async () => {
    authenticator = await addVirtualAuthenticator(options)
    server = createFakeServer()
    if (!enrolled) return
    await newClient().enroll()
    server.requests.length = 0
  })
  afterEach(async () => {
    vi.restoreAllMocks()
    await removeVirtualAuthenticators()
  })
  return {
    get authenticator() {
      return authenticator
    },
    get server() {
      return server
    },
    newClient,
  }
}
