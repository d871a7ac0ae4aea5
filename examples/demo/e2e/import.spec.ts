import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, type Page } from '@playwright/test'
import Libsql from 'libsql'
import { bundleProgram } from '../../../test-support/two-processes/bundle-program.js'
import { startBetterAuthApp } from './better-auth-app.js'
import { type Demo, test } from './fixtures.js'
import { withoutAutofill } from './without-autofill.js'

const root = fileURLToPath(new URL('../../../', import.meta.url))

/** Signs up at the old app and adds a passkey there. Returns the ids of the user and the passkey. */
async function signUpBefore(page: Page, origin: string, email: string) {
  await page.goto(origin)
  return page.evaluate(async (name) => {
    const call = async (path: string, body?: object) => {
      const method = body ? 'POST' : 'GET'
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch(`/api/auth/${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) })
      if (!answer.ok) throw new Error(`${path} returned ${answer.status}`)
      return answer.json()
    }
    const { user } = await call('sign-up/email', { email: name, name, password: 'a long walk in the hills' })
    const options = await call('passkey/generate-register-options')
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options)
    const response = await navigator.credentials.create({ publicKey })
    const { credentialID } = await call('passkey/verify-registration', { response, name: 'From before' })
    return { userId: String(user.id), passkeyId: String(credentialID) }
  }, email)
}

/** The app imports its own users, with the same ids. */
function importUser({ dataDir }: Demo, id: string, email: string): void {
  const database = new Libsql(join(dataDir, 'fieldnotes.db'))
  database.prepare('insert into users values (?, ?, ?, ?)').run(id, email, 'no password', Date.now())
  database.close()
}

/** The command with the config of the demo, both bundled: it would translate the sources of both each time. */
async function latchkey({ dataDir, origin }: Demo, ...parameters: readonly string[]): Promise<string> {
  const modules = new URL('../node_modules/', import.meta.url)
  const program = await bundleProgram(new URL('../../../packages/cli/src/latchkey.ts', import.meta.url), modules)
  const config = await bundleProgram(new URL('../latchkey.config.ts', import.meta.url), modules)
  const env = { ...process.env, DATA_DIR: dataDir, PORT: new URL(origin).port }
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [program.path, ...parameters, '--config', config.path],
    { cwd: root, env },
  )
  program.remove()
  config.remove()
  return stdout
}

test('a passkey from Better Auth signs in after the import of its SQLite file', async ({
  page,
  demo,
  person,
  plugIn,
}) => {
  await withoutAutofill(page)
  await plugIn('internal')
  const file = join(demo.dataDir, `auth-${randomUUID()}.db`)
  const old = await startBetterAuthApp(file)
  const { userId, passkeyId } = await signUpBefore(page, old.origin, person.email)
  await old.close()

  importUser(demo, userId, person.email)
  expect(await latchkey(demo, 'import', file, '--from', 'better-auth')).toBe(
    `row 1: imported ${passkeyId} of "${userId}"\n1 imported, 0 already there, 0 refused.\n`,
  )
  // Not earlier: if a sign-in fails because the passkey is unknown, the browser deletes it.
  await page.goto(`${demo.origin}/sign-in`)
  await person.pressPasskeyButton()
  await expect(page).toHaveURL(`${demo.origin}/account`)
  await expect(page.getByText('Signed in with a passkey, just now')).toBeVisible()
  await expect(page.getByRole('definition').filter({ hasText: person.email })).toBeVisible()
  await expect(person.passkey('From before')).toContainText('Used once')
})
