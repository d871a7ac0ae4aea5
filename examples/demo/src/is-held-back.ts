import type { Passkeys } from '@latchkey/core'
import type { AppSession } from './sessions.js'

/** Whether the user must create a passkey before using the app. */
export async function isHeldBack({ prompt }: Pick<Passkeys, 'prompt'>, session: AppSession): Promise<boolean> {
  const decision = await prompt.decide({ session, on: session.on, device: session.device })
  return decision.prompt === 'require'
}
