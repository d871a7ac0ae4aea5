import { request as httpRequest } from 'node:http'
import { createPasskeys, type PasskeysConfig } from '@latchkey/core'
import { createPasskeyHandler, type PasskeyHandlerOptions } from '@latchkey/http'
import { toNodeListener } from '@latchkey/http/node'
import { memoryStorage } from '@latchkey/memory'
import { createAuthenticator } from '@latchkey/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { listen, type Served } from './listen.js'

const rpId = 'app.example.com'
const page = `https://${rpId}`
const fingerprint = '1f2e3d4c5b6a79880f1e2d3c4b5a69788f9e0d1c2b3a49587f6e5d4c3b2a1908'
const androidOrigin = `android:apk-key-hash:${Buffer.from(fingerprint, 'hex').toString('base64url')}`
const android = [{ packageName: 'com.example.app', sha256Fingerprints: [fingerprint] }]
const apple = [{ teamId: 'ABCDE12345', bundleId: 'com.example.app' }]

interface Honest {
  readonly type: string
  readonly challenge: string
}
type Json = Record<string, unknown>

/** What the two systems write into the client data: neither has `crossOrigin`. */
const clientDataOf = {
  // Credential Manager with Google Password Manager: androidx.credentials 1.3 to 1.5.
  android: ({ type, challenge }: Honest) => ({
    type,
    challenge,
    origin: androidOrigin,
    androidPackageName: 'com.example.app',
  }),
  // ASAuthorizationPlatformPublicKeyCredentialProvider, iOS 16 to 18.
  ios: ({ type, challenge }: Honest) => ({ type, challenge, origin: page }),
}

const padded = (text: unknown) => Buffer.from(String(text), 'base64url').toString('base64')

/** `registrationResponseJson` and `authenticationResponseJson` are those of a browser, base64url without padding. */
const asAndroid = (response: Json) => ({ ...response, clientExtensionResults: {} })

/** Apple's API hands out bytes. Apps encode them with `base64EncodedString()`, which pads, and send what they have. */
function asIos({ id, response }: Json) {
  const { transports: _, publicKeyAlgorithm: __, publicKey: ___, ...members } = response as Json
  const bytes = Object.entries(members).filter(([, value]) => typeof value === 'string')
  return { id: padded(id), response: Object.fromEntries(bytes.map(([name, value]) => [name, padded(value)])) }
}

const systems = { android: { send: asAndroid }, ios: { send: asIos } } as const
type System = keyof typeof systems

function createServerOf(change: Partial<PasskeyHandlerOptions> = {}, config: Partial<PasskeysConfig> = {}) {
  const seen: (string | null)[] = []
  const passkeys = createPasskeys({
    relyingParty: { id: rpId, name: 'Example' },
    secret: 'a secret of at least 32 bytes, for tests',
    storage: memoryStorage(),
    policy: { mode: 'optional' },
    apple,
    android,
    ...config,
  })
  const options: PasskeyHandlerOptions = {
    serve: ['public', 'self'],
    session: (request) => {
      seen.push(request.headers.get('cookie'))
      const userId = request.headers.get('authorization')
      const now = Date.now()
      return userId === null
        ? null
        : { userId, authenticatedAt: now, methods: [{ name: 'password', at: now }], user: { name: userId } }
    },
    onSignedIn: ({ userId }) => Response.json({ userId }),
    clientAddress: () => '192.0.2.7',
    onRefused: () => {},
  }
  const native = createPasskeyHandler(passkeys, { ...options, basePath: '/native', native: true, ...change })
  const web = createPasskeyHandler(passkeys, { ...options, basePath: '/web' })
  const both = Object.assign(
    (request: Request) => (new URL(request.url).pathname.startsWith('/web') ? web(request) : native(request)),
    { basePath: '' },
  )
  return { seen, listener: toNodeListener(both) }
}

let served: Served | undefined
let seen: readonly (string | null)[] = []
const serve = async (...given: Parameters<typeof createServerOf>) => {
  await served?.close()
  const made = createServerOf(...given)
  seen = made.seen
  served = await listen(made.listener)
}
beforeEach(() => serve())
afterEach(() => served?.close())

/** As an app sends it: Node's own `fetch` adds headers of a browser. */
async function call(path: string, body: unknown, headers: Record<string, string> = {}) {
  const { address = '' } = served ?? {}
  return new Promise<{ status: number; headers: Json; body: Json }>((resolve, reject) => {
    const sent = httpRequest(
      address + path,
      { method: 'POST', headers: { 'content-type': 'application/json', ...headers } },
      async (response) => {
        const chunks: Buffer[] = []
        for await (const chunk of response) chunks.push(chunk)
        const text = Buffer.concat(chunks).toString()
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text ? JSON.parse(text) : {} })
      },
    )
    sent.on('error', reject)
    sent.end(JSON.stringify(body))
  })
}

const user = { authorization: 'alice' }

function createApp(system: System, clientData: (honest: Honest) => object = clientDataOf[system]) {
  const authenticator = createAuthenticator({ origin: page, algorithms: [-7] })
  const { send } = systems[system]
  const tamper = { clientData }
  return {
    async enroll() {
      const { body } = await call('/native/enroll/begin', {}, user)
      const response = send((await authenticator.create(body.options as never, { tamper })) as unknown as Json)
      return call('/native/enroll/finish', { ceremony: body.ceremony, binding: body.binding, response }, user)
    },
    async answer(begun: Json) {
      return send((await authenticator.get(begun.options as never, { tamper })) as unknown as Json)
    },
    async signIn(path = '/native', change: Json = {}) {
      const { body } = await call('/native/sign-in/begin', {})
      const { ceremony, binding } = body
      return call(`${path}/sign-in/finish`, { ceremony, binding, response: await this.answer(body), ...change })
    },
  }
}

describe.each(['android', 'ios'] as const)('a native app on %s', (system) => {
  test('enrolls and signs in, without a cookie', async () => {
    const app = createApp(system)
    const enrolled = await app.enroll()
    expect([enrolled.status, enrolled.headers['set-cookie']]).toEqual([201, undefined])
    const signedIn = await app.signIn()
    expect([signedIn.status, signedIn.body]).toEqual([200, { userId: 'alice' }])
    expect([signedIn.headers['set-cookie'], signedIn.headers['cache-control']]).toEqual([undefined, 'no-store'])
  })

  test('is refused where it is not configured', async () => {
    await serve({}, system === 'android' ? { android: [] } : { apple: [] })
    expect((await createApp(system).enroll()).status).toBe(422)
  })

  test.each(['https://evil.example', `${page}/`, 'android:apk-key-hash:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'])(
    'is refused with the origin %s',
    async (origin) => {
      const app = createApp(system, (honest) => ({ ...clientDataOf[system](honest), origin }))
      expect((await app.enroll()).status).toBe(422)
    },
  )

  test.each([
    ['no binding', { binding: undefined }],
    ['another binding', { binding: 'A'.repeat(43) }],
    ['a binding that is none', { binding: 7 }],
  ])('is refused with %s', async (_, change) => {
    const app = createApp(system)
    await app.enroll()
    const refused = await app.signIn('/native', change)
    expect([refused.status, refused.body.code]).toEqual([400, 'ceremony_invalid'])
  })
})

describe('native: true', () => {
  const headers: Record<string, string>[] = [
    { origin: page },
    { origin: 'null' },
    { 'sec-fetch-site': 'none' },
    { 'Sec-Fetch-Mode': 'cors' },
    { 'sec-fetch-storage-access': 'none' },
  ]
  test.each(headers)('refuses a browser: %o', async (header) => {
    const refused = await call('/native/sign-in/begin', {}, header)
    expect([refused.status, refused.body.code]).toEqual([403, 'cross_site'])
  })

  test('each begin has a binding of its own, of 32 bytes', async () => {
    const begun = await Promise.all([call('/native/sign-in/begin', {}), call('/native/sign-in/begin', {})])
    const bindings = begun.map(({ body }) => String(body.binding))
    expect(bindings.map((binding) => Buffer.from(binding, 'base64url').length)).toEqual([32, 32])
    expect(new Set(bindings).size).toBe(2)
  })

  test('a ceremony that began in an app does not finish on a page, whatever the cookie', async () => {
    const app = createApp('ios')
    await app.enroll()
    const { body } = await call('/native/sign-in/begin', {})
    const cookie = `__Host-latchkey=${body.binding}`
    const finish = { ceremony: body.ceremony, response: await createAppAnswer(app, body) }
    const refused = await call('/web/sign-in/finish', finish, { origin: page, cookie })
    expect([refused.status, refused.body.code]).toEqual([400, 'ceremony_invalid'])
  })

  test('a ceremony that began on a page does not finish in an app', async () => {
    const app = createApp('ios')
    await app.enroll()
    const begun = await call('/web/sign-in/begin', {}, { origin: page })
    const [, binding] = /__Host-latchkey=([^;]+)/.exec(String(begun.headers['set-cookie'])) ?? []
    const response = await createAppAnswer(app, begun.body)
    const refused = await call('/native/sign-in/finish', { ceremony: begun.body.ceremony, binding, response })
    expect([refused.status, refused.body.code]).toEqual([400, 'ceremony_invalid'])
  })

  test('your functions get no cookies', async () => {
    await call('/native/enroll/begin', {}, { ...user, cookie: 'session=of-a-browser' })
    expect(seen).toEqual([null])
  })

  test('attestApp is awaited at begin and at finish, and only true counts', async () => {
    const asked: string[] = []
    let answer: unknown = true
    await serve({
      attestApp: async (request) => {
        asked.push(new URL(request.url).pathname)
        return answer as boolean
      },
    })
    expect((await createApp('android').enroll()).status).toBe(201)
    expect(asked).toEqual(['/native/enroll/begin', '/native/enroll/finish'])
    for (answer of [false, undefined, 'yes', 1]) {
      expect((await call('/native/sign-in/begin', {})).body.code).toBe('forbidden')
    }
  })

  test('is limited apart from pages', async () => {
    await serve({}, { limits: { nativeSignInBegin: { most: 1, windowSeconds: 60 } } })
    const statuses = [await call('/native/sign-in/begin', {}), await call('/native/sign-in/begin', {})]
    expect(statuses.map(({ status }) => status)).toEqual([200, 429])
    expect((await call('/web/sign-in/begin', {}, { origin: page })).status).toBe(200)
  })

  test.each([
    { native: 'yes' },
    { native: false, attestApp: () => true },
    { native: true, attestApp: true },
    { native: true, serve: ['admin'], authorizeAdmin: () => null },
  ])('refuses the options %o', (change) => {
    expect(() => createServerOf(change as unknown as Partial<PasskeyHandlerOptions>)).toThrow(TypeError)
  })
})

describe('a sign-up whose profile comes with the passkey', () => {
  const ada = { email: 'ada@example.com' }
  const created: unknown[] = []
  let taken = new Map<string, { id: string; name: string }>()
  beforeEach(() => {
    created.length = 0
    taken = new Map()
    return serveSignUp({})
  })

  function serveSignUp(config: Partial<PasskeysConfig>) {
    return serve(
      {},
      {
        policy: { mode: 'optional', signUp: true },
        native: { profileAtFinish: true },
        host: {
          findUser: (identifier) => taken.get(identifier) ?? null,
          createUser: (user) => void created.push(user),
          confirmUser: () => {},
          discardUser: () => {},
        },
        ...config,
      },
    )
  }

  /** What finishes the sign-up, but for the profile. */
  async function begin(body: Json = {}) {
    const begun = (await call('/native/sign-up/begin', body)).body
    const authenticator = createAuthenticator({ origin: page, algorithms: [-7] })
    const tamper = { clientData: clientDataOf.ios }
    const response = asIos((await authenticator.create(begun.options as never, { tamper })) as unknown as Json)
    return {
      options: begun.options as { user: Json },
      finish: { ceremony: begun.ceremony, binding: begun.binding, response },
    }
  }

  const finish = (body: object) => call('/native/sign-up/finish', body)

  test('creates the user of the profile, and no user before', async () => {
    const { options, finish: rest } = await begin()
    expect(options.user).toMatchObject({ name: '', displayName: '' })
    expect(created).toEqual([])
    expect((await finish({ ...rest, profile: ada })).status).toBe(200)
    expect(created).toMatchObject([{ profile: ada }])
  })

  test.each<[string, Json]>([
    ['malformed', {}],
    ['malformed', { profile: null }],
    ['malformed', { profile: { email: 'no address' } }],
    ['identifier_taken', { profile: { email: 'bob@example.com' } }],
  ])('is %s with %j, writes nothing, and takes another profile then', async (code, change) => {
    taken.set('bob@example.com', { id: 'bob', name: 'bob@example.com' })
    const { finish: rest } = await begin()
    expect((await finish({ ...rest, ...change })).body.code).toBe(code)
    expect(created).toEqual([])
    expect((await finish({ ...rest, profile: ada })).status).toBe(200)
  })

  test('does not replace a profile that the begin was given', async () => {
    const { finish: rest } = await begin({ profile: ada })
    const refused = await finish({ ...rest, profile: { email: 'eve@example.com' } })
    expect([refused.body.code, refused.body.issues]).toMatchObject(['malformed', [{ path: 'profile' }]])
    expect((await finish(rest)).status).toBe(200)
    expect(created).toMatchObject([{ profile: ada }])
  })

  test('counts each profile that it is asked about', async () => {
    await serveSignUp({ limits: { nativeSignUpBegin: { most: 3, windowSeconds: 60 } } })
    taken.set('bob@example.com', { id: 'bob', name: 'bob@example.com' })
    const { finish: rest } = await begin()
    const probe = () => finish({ ...rest, profile: { email: 'bob@example.com' } })
    expect([await probe(), await probe(), await probe()].map(({ status }) => status)).toEqual([409, 409, 429])
  })

  test('asks maySignUp with the profile, and until then holds to the stricter policy', async () => {
    const asked: unknown[] = []
    await serveSignUp({
      host: {
        findUser: () => null,
        createUser: (user) => void created.push(user),
        confirmUser: () => {},
        discardUser: () => {},
        maySignUp: (input) => asked.push(input) > 0,
      },
    })
    const { finish: rest } = await begin({ organizationId: 'acme' })
    expect(asked).toEqual([])
    expect((await finish({ ...rest, profile: ada })).status).toBe(200)
    expect(asked).toEqual([{ profile: ada, organizationId: 'acme' }])
  })

  test('must name the profile at begin on a page, and where it is not configured', async () => {
    expect((await call('/web/sign-up/begin', {}, { origin: page })).body.code).toBe('malformed')
    await serveSignUp({ native: {} })
    expect((await call('/native/sign-up/begin', {})).body.code).toBe('malformed')
  })
})

/** An answer to any begin. */
function createAppAnswer(app: ReturnType<typeof createApp>, begun: Json) {
  return app.answer(begun)
}
