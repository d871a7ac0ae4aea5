import { type PasskeyClient, PasskeyClientError } from '@latchkey/browser'
import { reportDevice } from './device.js'
import { findElement } from './find-element.js'
import { showProblem } from './notice.js'
import { onPress } from './on-press.js'

/** Creates a passkey, or stores that the user does not want one. */
export async function runOfferPage(client: PasskeyClient): Promise<void> {
  const leave = () => location.replace('/account')

  const button = findElement('#create-passkey', HTMLButtonElement)
  const where = button.dataset.attachment === 'platform' ? ({ attachment: 'platform' } as const) : {}
  onPress(button, () => client.enroll(where).then(leave), explain)
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-answer]')) {
    const answer = button.dataset.answer === 'never' ? 'never' : 'not-now'
    onPress(button, () => client.answerPrompt(answer).then(leave), showProblem)
  }
  // The policy decides what a device without passkey support leads to.
  const { webauthn } = await client.capabilities()
  if (webauthn) return
  await reportDevice(client)
  location.replace('/offer')
}

/** If the sign-in is no longer recent, the user signs in again. The account page asks for a one-time code. */
function explain(error: unknown): void {
  const code = error instanceof PasskeyClientError ? error.code : undefined
  if (code === 'recent_authentication_required') location.assign('/sign-in?again')
  else if (code === 'code_required') location.assign('/account')
  else showProblem(error)
}
