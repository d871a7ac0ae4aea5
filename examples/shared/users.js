// The app's own users, as they were before there were passkeys. A real app stores them in its database.
import { randomUUID } from 'node:crypto'
import { hashPassword, isPassword } from './passwords.js'

const users = new Map()

/** The id of the new user; undefined if the address is taken. */
export function createUser(email, password) {
  if (users.has(email)) return undefined
  users.set(email, { id: randomUUID(), password: hashPassword(password) })
  return users.get(email).id
}

/** The id of the user with this password, if there is one. */
export function checkPassword(email, password) {
  const user = users.get(email)
  return isPassword(password, user?.password) ? user?.id : undefined
}

export function findEmail(userId) {
  const [email] = [...users].find(([, { id }]) => id === userId) ?? []
  return email
}
