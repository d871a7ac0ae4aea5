import { createPasskeyHandler } from '@latchkey/http'
import { betterSqlite3, sqlStorage } from '@latchkey/sql'
import { beginEnroll, binding, createApp, sessionOf } from '../../test-support/app.js'
import type { BenchDatabase } from '../peers/open-database.js'
import { pageRequest, readAnswer, type SignInServer } from './sign-in-server.js'

/** An app that calls the methods of `@latchkey/core`. */
export async function latchkeyMethods(database: BenchDatabase): Promise<SignInServer> {
  const { app, enroll } = await openApp(database)
  return {
    enroll,
    async begin() {
      const { ceremony, options } = await app.passkeys.signIn.begin({ binding })
      return async (authenticator) => {
        const response = await authenticator.get(options)
        return () => app.passkeys.signIn.finish({ ceremony, response, binding })
      }
    },
  }
}

/** An app that mounts the Fetch handler of `@latchkey/http`. */
export async function latchkeyHandler(database: BenchDatabase): Promise<SignInServer> {
  const { app, enroll } = await openApp(database)
  const handle = createPasskeyHandler(app.passkeys, {
    serve: ['public'],
    clientAddress: () => undefined,
    session: () => null,
    onSignedIn: () => new Response(null, { status: 204 }),
  })
  const call = async (path: string, body: string, cookie = '') =>
    readAnswer(await handle(pageRequest(`/passkeys${path}`, body, cookie)))
  return {
    enroll,
    async begin() {
      const { text, cookie } = await call('/sign-in/begin', '{}')
      return async (authenticator) => {
        const { ceremony, options } = JSON.parse(text)
        const body = JSON.stringify({ ceremony, response: await authenticator.get(options) })
        return () => call('/sign-in/finish', body, cookie)
      }
    },
  }
}

async function openApp(database: BenchDatabase) {
  const storage = sqlStorage(betterSqlite3(database))
  await storage.schema?.migrate()
  const app = createApp(storage)
  const enroll: SignInServer['enroll'] = async (userId, authenticator) => {
    await app.passkeys.enroll.finish(await beginEnroll(app, sessionOf(app, userId), authenticator))
  }
  return { app, enroll }
}
