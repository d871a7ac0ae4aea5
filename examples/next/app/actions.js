'use server'
import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { beginSession, endSession } from '../sessions.js'
import { checkPassword, createUser } from '../users.js'

async function begin(userId) {
  if (!userId) redirect('/?failed')
  const store = await cookies()
  store.set(...(await beginSession(userId, 'password')))
  redirect('/account')
}

export async function signIn(form) {
  await begin(await checkPassword(form.get('email'), form.get('password')))
}

export async function signUp(form) {
  await begin(await createUser(form.get('email'), form.get('password')))
}

export async function signOut() {
  await endSession(await cookies())
  redirect('/')
}
