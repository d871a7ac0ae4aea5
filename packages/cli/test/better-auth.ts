import { passkey } from '@better-auth/passkey'
import type { Authenticator } from '@latchkey/testing'
import { betterAuth } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import { Kysely, SqliteDialect } from 'kysely'
import Libsql from 'libsql'

export const origin = 'https://app.example.com'

/** An app that has its passkeys with Better Auth, in this SQLite file. */
export interface BetterAuthApp {
  /** A user signs up with a password and adds a passkey; returns the user id. */
  signUp(email: string, authenticator: Authenticator): Promise<string>
  /** The rows of the table `passkey`, as an app of JavaScript reads them. */
  rows(): Promise<readonly unknown[]>
  close(): Promise<void>
}

interface SignedUp {
  readonly user: { readonly id: string }
}

type CreationOptions = Parameters<Authenticator['create']>[0]

export async function openBetterAuth(file: string): Promise<BetterAuthApp> {
  const db = new Kysely<{ passkey: object }>({ dialect: new SqliteDialect({ database: new Libsql(file) }) })
  const auth = betterAuth({
    baseURL: origin,
    secret: '7d0b3d1f6b4c4b1e9a52c8f0e1d2a3b4c5d6e7f8',
    database: { db, type: 'sqlite' },
    emailAndPassword: { enabled: true },
    plugins: [passkey({ rpID: 'example.com', rpName: 'Example', origin })],
    telemetry: { enabled: false },
    logger: { disabled: true },
  })
  await (await getMigrations(auth.options)).runMigrations()

  return {
    async signUp(email, authenticator) {
      const browser = createBrowser(auth.handler)
      const { user } = await browser.call<SignedUp>('sign-up/email', {
        email,
        name: email,
        password: 'correct horse battery',
      })
      const options = await browser.call<CreationOptions>('passkey/generate-register-options')
      const response = await authenticator.create(options)
      await browser.call('passkey/verify-registration', { response, name: 'My phone' })
      return user.id
    },
    rows: () => db.selectFrom('passkey').selectAll().execute(),
    close: () => db.destroy(),
  }
}

/** Calls an app as a page of it would, and stores the cookies. */
function createBrowser(handler: (request: Request) => Promise<Response>) {
  const cookies = new Map<string, string>()
  return {
    async call<Answer>(path: string, body?: object): Promise<Answer> {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      const answer = await handler(
        new Request(`${origin}/api/auth/${path}`, {
          method: body ? 'POST' : 'GET',
          headers: { cookie, origin, 'content-type': 'application/json' },
          ...(body ? { body: JSON.stringify(body) } : {}),
        }),
      )
      if (!answer.ok) throw new Error(`${path} answers ${answer.status}: ${await answer.text()}`)
      for (const line of answer.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
        cookies.set(name, value)
      }
      return JSON.parse(await answer.text())
    },
  }
}
