import { issuesOf, type PasskeyClient, PasskeyClientError } from '@latchkey/browser'
import { reportDevice } from './device.js'
import { findElement } from './find-element.js'
import { showNotice, showProblem } from './notice.js'
import { onPress } from './on-press.js'

/** Messages about the e-mail address, by error code. */
const aboutEmail: Readonly<Record<string, string>> = {
  identifier_taken: 'An account with this e-mail address already exists.',
  malformed: 'Enter an e-mail address, such as ada@example.com.',
}

/** Creates an account with a passkey, if the page offers it. */
export async function runSignUpPage(client: PasskeyClient): Promise<void> {
  const button = document.querySelector<HTMLElement>('#sign-up-with-passkey')
  if (!button) return
  const email = findElement('#email', HTMLInputElement)
  const signUp = async () => {
    email.ariaInvalid = null
    // The browser shows the message.
    if (!email.checkValidity()) return
    await client.signUp({ profile: { email: email.value } })
    await reportDevice(client)
    location.assign('/offer')
  }
  const explain = (error: unknown) => {
    const isAboutEmail = issuesOf(error).some(({ path }) => path === 'email')
    if (!(isAboutEmail && error instanceof PasskeyClientError)) return showProblem(error)
    email.ariaInvalid = 'true'
    email.focus()
    showNotice(aboutEmail[error.code] ?? error.message, 'problem')
  }
  button.closest('form')?.addEventListener('submit', (submit) => submit.preventDefault())
  onPress(button, signUp, explain)
  const { webauthn } = await client.capabilities()
  if (!webauthn) location.replace('/sign-up?with=password')
}
