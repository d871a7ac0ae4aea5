import type { Actor } from '@latchkey/core'
import { createPasskeyHandler } from '@latchkey/http'
import { expect, test } from 'vitest'
import { createApp, createBrowser } from './app.js'

test.each<Actor>([
  { id: 'root' },
  { id: 'root', scope: 'environment' },
  { id: 'root', scope: { organizationId: 'acme' } },
])('the admin and the scope that authorizeAdmin returns reach the method: %j', async (actor) => {
  const { passkeys } = createApp()
  const actors: unknown[] = []
  const adoption: typeof passkeys.admin.adoption = (input) => {
    actors.push(input.actor)
    return passkeys.admin.adoption(input)
  }
  const recording = { ...passkeys, admin: { ...passkeys.admin, adoption } }
  const handle = createPasskeyHandler(recording, {
    serve: ['admin'],
    session: () => null,
    onSignedIn: () => new Response(),
    authorizeAdmin: async () => actor,
  })
  await createBrowser(handle).call('GET', '/admin/adoption?from=0&to=1')
  expect(actors).toEqual([actor])
})

test.each(['everywhere', 7, {}, { organizationId: '' }, { organizationId: 7 }, ['environment'], null])(
  'a scope that is none, %j, is a mistake of the developer',
  async (scope) => {
    const authorizeAdmin = () => ({ id: 'root', scope: scope as never })
    const app = createApp({ serve: ['admin'], authorizeAdmin })
    await expect(createBrowser(app.handle).call('GET', '/admin/policy')).rejects.toThrow(/scope: 'environment'/)
  },
)
