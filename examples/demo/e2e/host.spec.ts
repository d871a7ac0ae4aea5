import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import Libsql from 'libsql'
import { findFreePort } from '../../../test-support/find-free-port.js'
import { startDemo } from './demo-server.js'
import { test } from './fixtures.js'
import { password } from './person.js'
import { withoutAutofill } from './without-autofill.js'

const cookieName = 'fieldnotes_session'

test('scripts and other sites cannot read the session cookie', async ({ page, person, plugIn }) => {
  await plugIn('internal')
  await person.signUp()
  await person.acceptOffer()
  const session = (await page.context().cookies()).find(({ name }) => name === cookieName)
  expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' })
  expect(Buffer.from(session?.value ?? '', 'base64url')).toHaveLength(32)
})

test('each sign-in starts a session with a new id and ends the previous one', async ({
  page,
  demo,
  person,
  plugIn,
}) => {
  await withoutAutofill(page)
  await plugIn('internal')
  await person.signUp()
  await person.acceptOffer()
  const [before] = (await page.context().cookies()).filter(({ name }) => name === cookieName)
  await page.goto(`${demo.origin}/sign-in?again`)
  await person.pressPasskeyButton()
  await expect(page).toHaveURL(`${demo.origin}/account`)
  const [after] = (await page.context().cookies()).filter(({ name }) => name === cookieName)
  expect(after?.value).not.toBe(before?.value)
  const headers = { cookie: `${cookieName}=${before?.value}` }
  const answer = await fetch(`${demo.origin}/account`, { headers, redirect: 'manual' })
  expect(answer.headers.get('location')).toBe('/sign-in')
})

test('a form from another site is refused', async ({ demo }) => {
  const body = new URLSearchParams({ email: 'eve@example.com', password })
  const headers = { origin: 'https://evil.example' }
  const answer = await fetch(`${demo.origin}/sign-up`, { method: 'POST', body, headers, redirect: 'manual' })
  expect(answer.status).toBe(403)
})

test('an address gets one account, and not with a short password', async ({ demo, person: { email } }) => {
  const post = async (fields: Record<string, string>) => {
    const body = new URLSearchParams(fields)
    const headers = { origin: demo.origin }
    return (await fetch(`${demo.origin}/sign-up`, { method: 'POST', body, headers, redirect: 'manual' })).status
  }
  expect(await post({ email, password: 'short' })).toBe(422)
  expect(await post({ email: 'nonsense', password })).toBe(422)
  expect(await post({ email, password })).toBe(303)
  expect(await post({ email: ` ${email.toUpperCase()} `, password })).toBe(409)
})

test('pages cannot run inline scripts, be framed or be cached', async ({ demo }) => {
  const { headers } = await fetch(`${demo.origin}/sign-in`)
  const policy = headers.get('content-security-policy') ?? ''
  for (const rule of ["default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'"]) {
    expect(policy).toContain(rule)
  }
  expect(headers.get('cache-control')).toBe('no-store')
})

test('the start page has the sign-in form, and redirects signed-in users', async ({ page, demo, person, plugIn }) => {
  const answer = await fetch(`${demo.origin}/`, { redirect: 'manual' })
  expect(answer.status).toBe(200)
  expect(await answer.text()).toContain('Sign in with a passkey')
  await plugIn('internal')
  await person.signUp()
  await page.goto(`${demo.origin}/`)
  await expect(page).toHaveURL(`${demo.origin}/account`)
})

test('other host names of this machine redirect to the origin of the passkeys', async ({ demo }) => {
  const elsewhere = `${demo.origin.replace('localhost', '127.0.0.1')}/sign-in?again`
  const answer = await fetch(elsewhere, { redirect: 'manual' })
  expect(answer.headers.get('location')).toBe(`${demo.origin}/sign-in?again`)
})

test('the data folder is private and contains no password and no session id', async ({
  page,
  demo,
  person,
  plugIn,
}) => {
  await plugIn('internal')
  await person.signUp()
  await person.acceptOffer()
  await demo.restart()
  const secret = join(demo.dataDir, 'secret')
  expect(statSync(secret).mode & 0o777).toBe(0o600)
  expect(readFileSync(secret)).toHaveLength(32)
  const [session] = (await page.context().cookies()).filter(({ name }) => name === cookieName)
  const kept = readFileSync(join(demo.dataDir, 'fieldnotes.db'), 'latin1')
  expect(kept).toContain(person.email)
  expect(kept).not.toContain(password)
  expect(kept).not.toContain(session?.value ?? person.email)
})

test('a body that is not a form is refused and changes nothing', async ({ page, demo, person }) => {
  await person.signUp()
  await person.declineOffer()
  for (const path of ['/device', '/organizations/join', '/organizations/switch']) {
    const headers = { origin: demo.origin }
    const answer = await page.request.post(demo.origin + path, { data: { organization: 'marsh-and-moor' }, headers })
    expect(answer.status(), path).toBe(400)
  }
})

test('data from before organizations existed still works, including sessions', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'fieldnotes-'))
  const token = 'an older session'
  const later = Date.now() + 3_600_000
  const database = new Libsql(join(dataDir, 'fieldnotes.db'))
  database.exec(`
    create table users (id text primary key, email text not null unique, password_hash text not null, created_at integer not null);
    create table sessions (token_hash text primary key, user_id text not null references users (id) on delete cascade,
      authenticated_at integer not null, methods text not null, expires_at integer not null);
    insert into users values ('ada', 'ada@example.com', '', 0);
    insert into sessions values ('${createHash('sha256').update(token).digest('hex')}', 'ada', 0,
      '[{"name":"password","at":0}]', ${later});`)
  database.close()
  const server = await startDemo({ port: await findFreePort(), dataDir })
  const answer = await fetch(`${server.origin}/account`, {
    headers: { cookie: `${cookieName}=${encodeURIComponent(token)}` },
    redirect: 'manual',
  })
  const page = await answer.text()
  await server.stop()
  await rm(dataDir, { recursive: true })
  expect(answer.status).toBe(200)
  expect(page).toContain('ada@example.com')
})
