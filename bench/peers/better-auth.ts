import { passkey } from '@better-auth/passkey'
import { betterAuth } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import type Database from 'better-sqlite3'
import { origin, pageRequest, readAnswer, rpId, type SignInServer } from '../sign-in/sign-in-server.js'

/** An app with Better Auth and its passkey plugin. A sign-in also stores its session, as it always does there. */
export async function betterAuthServer(database: Database.Database): Promise<SignInServer> {
  const auth = betterAuth({
    baseURL: origin,
    secret: '7d0b3d1f6b4c4b1e9a52c8f0e1d2a3b4c5d6e7f8',
    database,
    emailAndPassword: { enabled: true },
    plugins: [passkey({ rpID: rpId, rpName: 'Example', origin })],
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
  })
  await (await getMigrations(auth.options)).runMigrations()
  const post = async (path: string, body: object, cookie = '') =>
    readAnswer(await auth.handler(pageRequest(`/api/auth/${path}`, JSON.stringify(body), cookie)))
  const get = async (path: string, cookie = '') =>
    readAnswer(await auth.handler(new Request(`${origin}/api/auth/${path}`, { headers: { origin, cookie } })))
  return {
    async enroll(userId, authenticator) {
      const profile = { email: `${userId}@example.com`, name: userId, password: 'correct horse battery' }
      const { cookie: session } = await post('sign-up/email', profile)
      const { text, cookie } = await get('passkey/generate-register-options', session)
      const response = await authenticator.create(JSON.parse(text))
      await post('passkey/verify-registration', { response }, `${session}; ${cookie}`)
    },
    async begin() {
      const { text, cookie } = await get('passkey/generate-authenticate-options')
      return async (authenticator) => {
        const response = await authenticator.get(JSON.parse(text))
        return () => post('passkey/verify-authentication', { response }, cookie)
      }
    },
  }
}
