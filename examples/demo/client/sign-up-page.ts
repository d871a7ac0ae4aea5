import { issuesOf, type PasskeyClient, PasskeyClientError } from '@latchkey/browser'
import { tellDevice } from './device.js'
import { findElement } from './find-element.js'
import { say, sayProblem } from './notice.js'
import { onPress } from './on-press.js'

/** What the page says about the address, by the code of the refusal. */
const aboutEmail: Readonly<Record<string, string>> = {
  identifier_taken: 'There is already an account with this e-mail address.',
  malformed: 'Please enter an e-mail address, such as ada@example.com.',
}

/** Makes an account whose way in is a passkey, where the page offers that. */
export async function runSignUpPage(client: PasskeyClient): Promise<void> {
  const button = document.querySelector<HTMLElement>('#sign-up-with-passkey')
  if (!button) return
  const email = findElement('#email', HTMLInputElement)
  const signUp = async () => {
    email.ariaInvalid = null
    // The browser says itself what is wrong with it.
    if (!email.checkValidity()) return
    await client.signUp({ profile: { email: email.value } })
    await tellDevice(client)
    location.assign('/offer')
  }
  const explain = (error: unknown) => {
    const isAboutEmail = issuesOf(error).some(({ path }) => path === 'email')
    if (!(isAboutEmail && error instanceof PasskeyClientError)) return sayProblem(error)
    email.ariaInvalid = 'true'
    email.focus()
    say(aboutEmail[error.code] ?? error.message, 'problem')
  }
  button.closest('form')?.addEventListener('submit', (submit) => submit.preventDefault())
  onPress(button, signUp, explain)
  const { webauthn } = await client.capabilities()
  if (!webauthn) location.replace('/sign-up?with=password')
}
