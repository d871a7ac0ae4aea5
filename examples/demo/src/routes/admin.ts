import { Hono } from 'hono'
import { forAdmins, forFree, forSignedIn, type Guarded } from '../guards.js'
import { adoption } from './adoption.js'
import { deliveries } from './deliveries.js'
import { events } from './events.js'
import { policy } from './policy.js'
import { usersPasskeys } from './users-passkeys.js'

/** The pages for admins. The guards are here once, before every page. */
export const admin = new Hono<Guarded>()

admin.use('/admin/*', forSignedIn, forFree, forAdmins)

admin.get('/admin', (context) => context.redirect('/admin/users'))

admin.route('/', usersPasskeys)
admin.route('/', adoption)
admin.route('/', events)
admin.route('/', deliveries)
admin.route('/', policy)
