// The app's own users, as they were before there were passkeys.
import { randomUUID } from 'node:crypto'
import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from './generated/prisma/client.ts'
import { hashPassword, isPassword } from './passwords.js'

export const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: process.env.DATABASE_URL }) })
// A real app has a migration for it.
await prisma.$executeRaw`create table if not exists users (id text primary key, email text unique not null, password text not null)`

/** The id of the new user; undefined if the address is taken. */
export async function createUser(email, password) {
  const user = { id: randomUUID(), email, password: hashPassword(password) }
  const { count } = await prisma.user.createMany({ data: [user], skipDuplicates: true })
  return count === 1 ? user.id : undefined
}

/** The id of the user with this password, if there is one. */
export async function checkPassword(email, password) {
  const user = await prisma.user.findUnique({ where: { email } })
  return isPassword(password, user?.password) ? user?.id : undefined
}

export async function findEmail(userId) {
  return (await prisma.user.findUnique({ where: { id: userId } }))?.email
}
