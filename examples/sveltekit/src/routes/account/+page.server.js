import { redirect } from '@sveltejs/kit'
import { endSession, readSession } from '../../../sessions.js'

export function load({ cookies }) {
  if (!readSession(cookies)) redirect(303, '/')
}

export const actions = {
  signOut: ({ cookies }) => {
    endSession(cookies)
    redirect(303, '/')
  },
}
