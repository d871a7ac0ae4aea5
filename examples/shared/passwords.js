import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto'

const digest = (password, salt) => `${salt}:${scryptSync(password, salt, 32).toString('hex')}`

/** What the app stores of a password. */
export const hashPassword = (password) => digest(password, randomBytes(16).toString('hex'))

/** Without a stored hash it takes as long: no one learns which addresses have an account. */
export function isPassword(password, stored = digest('', 'no user')) {
  const [salt] = stored.split(':')
  return timingSafeEqual(Buffer.from(digest(password, salt)), Buffer.from(stored))
}
