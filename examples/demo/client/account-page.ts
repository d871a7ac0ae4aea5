import { type PasskeyClient, PasskeyClientError } from '@latchkey/browser'
import { definePasskeyList, type PasskeyListElement } from '@latchkey/elements'
import { ask, enableCancel } from './ask.js'
import { findElement } from './find-element.js'
import { showNotice, showProblem } from './notice.js'
import { onPress } from './on-press.js'

/** Shows the passkeys, asks for one again, creates recovery codes. */
export function runAccountPage(client: PasskeyClient): void {
  stepUpBeforeTurningOff(client)
  const list = document.querySelector('passkey-list')
  // Passkeys are turned off.
  if (!list) return
  runList(list, client)

  const askAgain = async () => {
    await client.answerPrompt('ask-again')
    findElement('#asked', HTMLElement).remove()
    showNotice('We’ll ask you the next time you sign in.')
  }
  const askButton = document.querySelector<HTMLElement>('#ask-again')
  if (askButton) onPress(askButton, askAgain, explain)

  const createCodes = async () => {
    const { codes } = await client.createRecoveryCodes()
    showCodes(codes)
  }

  enableCancel()
  onPress(findElement('#create-codes', HTMLButtonElement), createCodes, explain)
}

/** The component does the rest, and shows all other failures. */
function runList(list: PasskeyListElement, client: PasskeyClient): void {
  list.addEventListener('passkey-error', (event) => {
    if (hasOwnPage(event.detail.error)) event.preventDefault()
  })
  // The browser has learned by now which passkeys there are: a new one is safe.
  list.addEventListener('passkey-list', () => void addSilently(client, list), { once: true })
  definePasskeyList({
    client,
    texts: {
      codeLead: 'We sent you a code to make sure that it’s you. In the demo, it appears in the terminal.',
    },
  })
}

/** Earlier codes no longer work. */
function showCodes(codes: readonly string[]): void {
  const list = document.createElement('ol')
  list.className = 'codes'
  list.append(...codes.map((code) => Object.assign(document.createElement('li'), { textContent: code })))
  const advice = document.createElement('p')
  advice.textContent =
    'Store these codes in a safe place now. They are not shown again, and earlier codes no longer work.'
  findElement('#new-codes', HTMLElement).replaceChildren(advice, list)
}

/** The browser may create a passkey without asking. The user must know that it exists. */
async function addSilently(client: PasskeyClient, list: PasskeyListElement): Promise<void> {
  const { passkey } = await client.upgrade()
  if (!passkey) return
  await list.refresh()
  showNotice(`We added “${passkey.name}”, so you can sign in without your password. Remove it if you don’t want it.`)
}

/** The server turns the second step off only after a step-up. */
function stepUpBeforeTurningOff(client: PasskeyClient): void {
  const form = document.querySelector<HTMLFormElement>('#two-step-off')
  form?.addEventListener('submit', (event) => {
    event.preventDefault()
    client.stepUp().then(() => form.submit(), explain)
  })
}

/** Some errors have a page or dialog of their own. The others are shown as text. */
function explain(error: unknown): void {
  if (!hasOwnPage(error)) showProblem(error)
}

function hasOwnPage(error: unknown): boolean {
  const code = error instanceof PasskeyClientError ? error.code : undefined
  if (code === 'not_signed_in') location.assign('/sign-in')
  else if (code === 'recent_authentication_required') void ask(findElement('#again-dialog', HTMLDialogElement))
  else return false
  return true
}
