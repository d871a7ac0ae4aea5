import { fail, redirect } from '@sveltejs/kit'
import { beginSession } from '../../sessions.js'
import { checkPassword, createUser } from '../../users.js'

const begin =
  (find) =>
  async ({ request, cookies }) => {
    const form = await request.formData()
    const userId = await find(form.get('email'), form.get('password'))
    if (!userId) return fail(400, { failed: true })
    beginSession(cookies, userId, 'password')
    redirect(303, '/account')
  }

export const actions = { signIn: begin(checkPassword), signUp: begin(createUser) }
