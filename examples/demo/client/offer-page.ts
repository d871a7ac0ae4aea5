import { type PasskeyClient, PasskeyClientError } from '@latchkey/browser'
import { tellDevice } from './device.js'
import { findElement } from './find-element.js'
import { sayProblem } from './notice.js'
import { onPress } from './on-press.js'

/** Makes a passkey, or remembers that the user does not want one. */
export async function runOfferPage(client: PasskeyClient): Promise<void> {
  const leave = () => location.replace('/account')

  const button = findElement('#make-passkey', HTMLButtonElement)
  const where = button.dataset.attachment === 'platform' ? ({ attachment: 'platform' } as const) : {}
  onPress(button, () => client.enroll(where).then(leave), explain)
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-answer]')) {
    const answer = button.dataset.answer === 'never' ? 'never' : 'not-now'
    onPress(button, () => client.answerPrompt(answer).then(leave), sayProblem)
  }
  // What follows for a device that cannot is the policy's decision.
  const { webauthn } = await client.capabilities()
  if (webauthn) return
  await tellDevice(client)
  location.replace('/offer')
}

/** Who was held back for longer than a sign-in counts as recent signs in once more. */
function explain(error: unknown): void {
  const isTooOld = error instanceof PasskeyClientError && error.code === 'recent_authentication_required'
  if (isTooOld) location.assign('/sign-in?again')
  else sayProblem(error)
}
