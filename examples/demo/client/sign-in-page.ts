import type { PasskeyClient, PasskeyClientErrorCode } from '@latchkey/browser'
import { reportDevice } from './device.js'
import { findElement } from './find-element.js'
import { showNotice, showProblem } from './notice.js'
import { onPress } from './on-press.js'

/** Errors of autofill that are not shown, because the user did not start the request. */
const silent: ReadonlySet<PasskeyClientErrorCode> = new Set<PasskeyClientErrorCode>([
  'aborted',
  'busy',
  'cancelled',
  'failed',
  'insecure_context',
  'network',
  'not_supported',
  'timed_out',
])

/** Signs in with a passkey, by autofill in the e-mail field or by the button. */
export function runSignInPage(client: PasskeyClient): void {
  const email = findElement('#email', HTMLInputElement)
  const organization = document.querySelector<HTMLInputElement>('[name="organization"]')?.value
  const where = organization === undefined ? {} : { organizationId: organization }
  const open = async () => {
    await reportDevice(client)
    location.assign('/offer')
  }
  const signIn = async (button: HTMLElement) => {
    const asksFirst = button.dataset.flow === 'classic'
    if (asksFirst && email.value.trim() === '') {
      email.focus()
      return showNotice('Enter your e-mail address first.', 'problem')
    }
    await client.signIn({ ...where, ...(asksFirst ? { identifier: email.value } : {}) })
    await open()
  }

  const button = document.querySelector<HTMLElement>('#sign-in-with-passkey')
  if (button) onPress(button, () => signIn(button), showProblem)
  if (!email.autocomplete.includes('webauthn')) return
  client.autofill({
    ...where,
    onSignedIn: open,
    onError: (error) => {
      if (!silent.has(error.code)) showProblem(error)
    },
  })
}
