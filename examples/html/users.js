// The app's own users, as they were before there were passkeys. A real app stores them in its database.
import { randomBytes, randomUUID, scryptSync, timingSafeEqual } from 'node:crypto'

const users = new Map()
const digest = (password, salt) => `${salt}:${scryptSync(password, salt, 32).toString('hex')}`

/** The id of the new user; undefined if the address is taken. */
export function createUser(email, password) {
  if (users.has(email)) return undefined
  users.set(email, { id: randomUUID(), password: digest(password, randomBytes(16).toString('hex')) })
  return users.get(email).id
}

/** The id of the user with this password, if there is one. */
export function checkPassword(email, password) {
  const user = users.get(email)
  const stored = user?.password ?? digest('', 'no user')
  const isRight = timingSafeEqual(Buffer.from(digest(password, stored.split(':')[0])), Buffer.from(stored))
  return isRight ? user?.id : undefined
}

export function findEmail(userId) {
  const [email] = [...users].find(([, { id }]) => id === userId) ?? []
  return email
}
