import { Hono } from 'hono'
import { lastDays, reportAdoption } from '../adoption/report-adoption.js'
import { actorOf } from '../find-admin.js'
import type { Guarded } from '../guards.js'
import { organizations } from '../organizations.js'
import { adoptionPage, spans } from '../pages/adoption-page.js'
import { passkeys } from '../passkeys.js'

/** Passkey adoption: of all users, or in one organization. */
export const adoption = new Hono<Guarded>()

adoption.get('/admin/adoption', async (context) => {
  const session = context.get('session')
  const organization = organizations.find(context.req.query('organization'))
  const span = spans.find((days) => String(days) === context.req.query('days')) ?? 30
  const time = lastDays(span, Date.now())
  const actor = actorOf(session)
  const { items } = await passkeys.admin.adoption({ ...time, organizationId: organization?.id, actor })
  return context.html(adoptionPage({ session, organization, span, report: reportAdoption(items, time) }))
})
