import type { Confirm, SecondFactor, SignIn, SignUp, StepUp } from '@latchkey/core'
import { sessions } from './sessions.js'
import { transfers } from './transfers.js'
import { twoStep } from './two-step.js'

/** Begins the session. A passkey that is not enough for two steps leaves it partial. */
export async function onSignedIn(result: SignIn | SignUp | SecondFactor, request: Request): Promise<Response> {
  const on = result.kind === 'sign-up' ? 'sign-up' : 'sign-in'
  const before = result.kind === 'second-factor' ? ((await sessions.read(request))?.methods ?? []) : []
  const partial = !result.assurance.satisfiesMfa && (await twoStep.isOn(result.userId))
  const cookie = await sessions.begin({ ...result, method: 'passkey', on, before, partial, request })
  return new Response(null, { status: 204, headers: { 'set-cookie': cookie } })
}

/** Notes the step-up in the session that the user has. */
export async function onSteppedUp({ expiresAt }: StepUp, request: Request): Promise<Response> {
  await sessions.stepUp(request, expiresAt)
  return new Response(null, { status: 204 })
}

/** Does what the user has confirmed, once, and stores the receipt. */
export async function onConfirmed({ userId, payload, receipt }: Confirm): Promise<Response> {
  return Response.json({ id: await transfers.make({ userId, payload, receipt }) })
}
