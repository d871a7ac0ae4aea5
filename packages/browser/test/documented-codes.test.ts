import { expect, test } from 'vitest'
import { createPasskeyClient, PasskeyClientError } from '../src/index.js'
import { documentedCodes, usePage } from './page.js'

const page = usePage()

test('the docstring of every method lists its codes, but those of methods that never reject', () => {
  const methods = Object.keys(createPasskeyClient())
  expect([...documentedCodes.keys()].filter((name) => methods.includes(name)).sort()).toEqual(methods.sort())
  expect(methods.filter((name) => !documentedCodes.get(name)?.size)).toEqual(['autofill', 'capabilities', 'upgrade'])
})

test('a method refers to another, and to the checks of a verification', () => {
  expect(documentedCodes.get('stepUp')).toContain('cancelled')
  expect(documentedCodes.get('recover')).toContain('challenge_mismatch')
  expect(documentedCodes.get('signIn')).not.toContain('challenge_mismatch')
})

test('a code that a test sees and the docstring does not list names both', async () => {
  page.server.answers.set('GET /config', new PasskeyClientError('decline_refused'))
  await expect(page.newClient().config()).rejects.toThrow(
    'config threw decline_refused, which its docstring does not list',
  )
})
