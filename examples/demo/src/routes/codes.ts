import { Hono } from 'hono'
import { invitationPage } from '../pages/invitation-page.js'
import { recoverPage } from '../pages/recover-page.js'

/** The pages for users who create a passkey with a code, before they can sign in. */
export const codes = new Hono()

codes.get('/recover', (context) => context.html(recoverPage()))

codes.get('/invitation', (context) => context.html(invitationPage()))
