import type { PasskeyClient } from '@latchkey/browser'
import { findElement } from './find-element.js'
import { sayProblem } from './notice.js'
import { onPress } from './on-press.js'

/** Makes a passkey, or remembers that the user does not want one. */
export async function runOfferPage(client: PasskeyClient): Promise<void> {
  const leave = () => location.replace('/account')

  onPress(findElement('#make-passkey', HTMLButtonElement), () => client.enroll().then(leave), sayProblem)
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-answer]')) {
    const answer = button.dataset.answer === 'never' ? 'never' : 'not-now'
    onPress(button, () => client.answerPrompt(answer).then(leave), sayProblem)
  }
  const { webauthn } = await client.capabilities()
  if (!webauthn) leave()
}
