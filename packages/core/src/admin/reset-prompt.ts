import type { Deployment } from '../deployment/deployment.js'
import { createEvent } from '../events/create-event.js'
import { newUserHandle } from '../passkey/new-user-handle.js'
import { type AboutUser, aboutUser } from './about-user.js'

export type PromptResetInput = AboutUser

/**
 * What the user has answered to being asked for a passkey is forgotten: the question may come again at once.
 *
 * @throws {PasskeyError} `forbidden`, `malformed`, `storage_unavailable`
 */
export async function resetPrompt(deployment: Deployment, input: PromptResetInput): Promise<void> {
  const { settings, store } = deployment
  const occasion = await aboutUser(deployment, input)
  const { userId } = occasion
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
