import { type Actor, adminOccasion } from '../deployment/admin-occasion.js'
import type { Deployment } from '../deployment/deployment.js'
import { createEvent } from '../events/create-event.js'
import { newUserHandle } from '../passkey/new-user-handle.js'

export interface PromptResetInput {
  readonly userId: string
  readonly actor: Actor
}

/** What the user has answered to being asked for a passkey is forgotten: the question may come again at once. */
export async function resetPrompt(deployment: Deployment, { userId, actor }: PromptResetInput): Promise<void> {
  const { settings, store } = deployment
  const occasion = adminOccasion(deployment, actor, { userId })
  const { account } = await store.passkeys.listByUser(occasion.rpId, userId)
  if (!account) return
  await store.accounts.recordPrompt({
    rpId: occasion.rpId,
    userId,
    userHandle: newUserHandle(settings),
    at: occasion.at,
    what: 'cleared',
    events: [createEvent('prompt.reset', {}, occasion)],
  })
}
