import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { randomText } from './fake-server.js'
import { usePage } from './page.js'

const page = usePage({ hasPrf: true, hasLargeBlob: true })

/** What the extensions gave to the page in the latest ceremony. */
function givenToPage(): { last(): AuthenticationExtensionsClientOutputs | undefined } {
  let credential: Credential | null = null
  const keep = async (answer: Promise<Credential | null>) => {
    credential = await answer
    return credential
  }
  const create = navigator.credentials.create.bind(navigator.credentials)
  const get = navigator.credentials.get.bind(navigator.credentials)
  vi.spyOn(navigator.credentials, 'create').mockImplementation((options) => keep(create(options)))
  vi.spyOn(navigator.credentials, 'get').mockImplementation((options) => keep(get(options)))
  return { last: () => (credential as PublicKeyCredential | null)?.getClientExtensionResults() }
}

afterEach(() => {
  Object.assign(PublicKeyCredential.prototype, { toJSON })
})

const { toJSON } = PublicKeyCredential.prototype

/** The JSON of a browser that tells PRF results in it, as WebAuthn has it; not every browser does. */
function outspokenJSON(this: PublicKeyCredential) {
  const { prf, ...others } = this.getClientExtensionResults()
  const results = prf?.results && { results: { first: 'c2VjcmV0' } }
  const told = toJSON.call(this)
  return {
    ...told,
    clientExtensionResults: { ...others, ...told.clientExtensionResults, ...(prf && { prf: { ...prf, ...results } }) },
  }
}

describe.each([
  ['from the browser', toJSON],
  ['from a browser that tells everything', outspokenJSON],
  ['read by hand', undefined],
])('in a response %s', (_, toJSON) => {
  beforeEach(() => {
    Object.assign(PublicKeyCredential.prototype, { toJSON })
  })

  test('PRF results stay in the page when a passkey is made', async () => {
    const given = givenToPage()
    page.server.options = { extensions: { prf: { eval: { first: randomText(32) } } } }
    await page.newClient().enroll()

    expect(given.last()?.prf?.results?.first).toBeDefined()
    const { clientExtensionResults } = page.server.credentialSentTo('POST /enroll/finish')
    expect(JSON.parse(JSON.stringify(clientExtensionResults))).toEqual({ prf: { enabled: true } })
  })

  test('PRF results stay in the page when a passkey is used', async () => {
    page.server.options = { extensions: { prf: {} } }
    await page.newClient().enroll()
    const given = givenToPage()
    page.server.options = { extensions: { prf: { eval: { first: randomText(32) } } } }
    await page.newClient().signIn()

    expect(given.last()?.prf?.results?.first).toBeDefined()
    const { clientExtensionResults } = page.server.credentialSentTo('POST /sign-in/finish')
    expect(JSON.parse(JSON.stringify(clientExtensionResults))).toEqual({ prf: {} })
  })

  test('a large blob stays in the page', async () => {
    const client = page.newClient()
    page.server.options = { extensions: { largeBlob: { support: 'required' } } }
    await client.enroll()
    const { id } = page.server.credentialSentTo('POST /enroll/finish')
    const allowCredentials = [{ type: 'public-key', id }]
    page.server.options = { allowCredentials, extensions: { largeBlob: { write: randomText(20) } } }
    await client.signIn()

    const given = givenToPage()
    page.server.options = { allowCredentials, extensions: { largeBlob: { read: true } } }
    await client.signIn()
    expect(given.last()?.largeBlob?.blob).toBeDefined()
    const { clientExtensionResults } = page.server.credentialSentTo('POST /sign-in/finish')
    expect(JSON.parse(JSON.stringify(clientExtensionResults))).toEqual({ largeBlob: {} })
  })
})
