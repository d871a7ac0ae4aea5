import { expect, test } from 'vitest'
import { findProblem, readCredentials } from '../src/credentials.js'

const email = 'ada@example.com'
const password = 'long enough'

test('missing fields and files count as empty', () => {
  expect(readCredentials({})).toEqual({ email: '', password: '' })
  expect(readCredentials({ email: [email], password: new Blob(['x']) })).toEqual({ email: '', password: '' })
})

test('an address is trimmed, a password is not', () => {
  expect(readCredentials({ email: ` ${email} `, password: ' p ' })).toEqual({ email, password: ' p ' })
})

test.each(['', 'ada', '@example.com', 'ada@', 'a b@example.com', `${'a'.repeat(250)}@example.com`])(
  'the address "%s" is refused',
  (wrong) => {
    expect(findProblem({ email: wrong, password })?.field).toBe('email')
  },
)

test.each([7, 257])('a password of %i characters is refused', (length) => {
  expect(findProblem({ email, password: 'x'.repeat(length) })?.field).toBe('password')
})

test.each([8, 256])('a password of %i characters is accepted', (length) => {
  expect(findProblem({ email, password: 'x'.repeat(length) })).toBeUndefined()
})
