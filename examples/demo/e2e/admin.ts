import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PartialPolicy } from '@latchkey/core'
import { expect, type Page } from '@playwright/test'

export interface AdminOptions {
  readonly origin: string
  readonly dataDir: string
}

/** A layer of the policy: an organization's override, or the one for all users. */
export interface Layer {
  readonly organizationId?: string
  readonly policy: PartialPolicy
  /** Default: true. */
  readonly enabled?: boolean
}

/** Sets the passkey policy through the admin routes. */
export interface Admin {
  set(layer: Layer): Promise<void>
  /** Empties every layer. */
  reset(): Promise<void>
}

const scopes = [undefined, 'marsh-and-moor', 'bird-survey']

export function createAdmin(options: AdminOptions): Admin {
  // An older session may have expired, because tests move the clock.
  const set = async (layer: Layer) => put(options, await signIn(options), layer)
  return {
    set,
    async reset() {
      const cookie = await signIn(options)
      for (const organizationId of scopes) {
        await put(options, cookie, { policy: {}, ...(organizationId === undefined ? {} : { organizationId }) })
      }
    },
  }
}

async function put({ origin }: AdminOptions, cookie: string, { organizationId, ...layer }: Layer): Promise<void> {
  const scope = organizationId === undefined ? '/admin/policy' : `/admin/organizations/${organizationId}/policy`
  const address = `${origin}/passkeys${scope}`
  const headers = { cookie, origin, 'content-type': 'application/json' }
  const { version: expectedVersion } = await (await fetch(address, { headers })).json()
  const body = JSON.stringify({ ...layer, expectedVersion })
  const answer = await fetch(address, { method: 'PUT', headers, body })
  if (!answer.ok) throw new Error(`The policy was not set: ${await answer.text()}`)
}

/** The cookie of an admin's session. */
async function signIn({ origin, dataDir }: AdminOptions): Promise<string> {
  const body = new URLSearchParams({ email: 'admin@fieldnotes.example', password: await readPassword(dataDir) })
  const answer = await fetch(`${origin}/sign-in`, { method: 'POST', body, headers: { origin }, redirect: 'manual' })
  const [cookie = ''] = (answer.headers.get('set-cookie') ?? '').split(';')
  return cookie
}

export interface AdminVisit extends AdminOptions {
  /** Default: `admin`. */
  readonly name?: 'admin' | 'second-admin'
}

/** Signs in an admin and opens the policy page. */
export async function openPolicy(page: Page, visit: AdminVisit): Promise<void> {
  await signInAsAdmin(page, visit)
  await page.goto(`${visit.origin}/admin/policy`)
}

/** Signs in an admin in the browser of the page, without opening one: other walks take the page of sign-in. */
export async function signInAsAdmin(page: Page, { origin, dataDir, name = 'admin' }: AdminVisit): Promise<void> {
  const form = { email: `${name}@fieldnotes.example`, password: await readPassword(dataDir) }
  const answer = await page.request.post(`${origin}/sign-in`, { form, headers: { origin }, maxRedirects: 0 })
  expect(answer.status()).toBe(303)
}

function readPassword(dataDir: string): Promise<string> {
  return readFile(join(dataDir, 'admin-password'), 'utf8')
}
