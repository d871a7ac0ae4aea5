import { verifyRegistration } from '@latchkey/core/second-opinion'
import { expect, test, vi } from 'vitest'
import { createWorld } from '../../world.js'
import { answered, expectedRegistration } from '../verify/ceremony.js'

vi.mock('@simplewebauthn/server', () => {
  throw new Error('Cannot find package')
})

test('without the other library a second opinion is a mistake of the developer, and the message names the package', async () => {
  const { registered: response } = await answered()
  const attempt = verifyRegistration({ response, expected: expectedRegistration })
  await expect(attempt).rejects.toThrow(/npm install @simplewebauthn\/server/)
  await expect(attempt).rejects.toBeInstanceOf(TypeError)
})

test('without the other library everything else works', async () => {
  const world = createWorld()
  const authenticator = world.authenticator()
  await world.enroll(authenticator)
  await expect(world.signIn(authenticator)).resolves.toMatchObject({ kind: 'sign-in' })
})
