import { type PasskeyClient, PasskeyClientError } from '@latchkey/browser'
import { ask, enableCancel } from './ask.js'
import { findElement } from './find-element.js'
import { showNotice, showProblem } from './notice.js'
import { onPress } from './on-press.js'
import { focusRow, onRowAction, type PasskeyRow, refreshRows } from './passkey-rows.js'

/** Adds, renames and removes passkeys. */
export function runAccountPage(client: PasskeyClient): void {
  stepUpBeforeTurningOff(client)
  // Passkeys are turned off.
  if (!document.querySelector('#add-passkey')) return
  // The browser deletes passkeys that were removed elsewhere. A new passkey must wait, or the signal would not include it.
  const signaled = client.signal().catch(() => undefined)
  const addButton = findElement('#add-passkey', HTMLButtonElement)

  const add = async () => {
    await signaled
    const { name } = await client.enroll().catch((error: unknown) => enrollWithCode(client, error))
    await refreshRows()
    showNotice(`Added “${name}”. You can now sign in with it.`)
  }
  const rename = async ({ id, name }: PasskeyRow) => {
    const chosen = await askForName(name)
    if (chosen === undefined || chosen === name) return
    const renamed = await client.rename(id, chosen)
    await refreshRows()
    focusRow(id, 'rename')
    showNotice(`Renamed to “${renamed.name}”.`)
  }
  const remove = async ({ id, name }: PasskeyRow) => {
    if (!(await confirmRemoval(name))) return
    await client.remove(id)
    await refreshRows()
    addButton.focus()
    showNotice(`Removed “${name}”.`)
  }

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
  onPress(addButton, add, explain)
  void signaled.then(() => addSilently(client))
  onRowAction((action, row) => {
    showNotice('')
    const actions = { rename, remove }
    actions[action](row).catch(explain)
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
async function addSilently(client: PasskeyClient): Promise<void> {
  const { passkey } = await client.upgrade()
  if (!passkey) return
  await refreshRows()
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

/** Where the policy asks for a one-time code, the user types it first. */
async function enrollWithCode(client: PasskeyClient, error: unknown): ReturnType<PasskeyClient['enroll']> {
  if (!(error instanceof PasskeyClientError) || error.code !== 'code_required') throw error
  await client.requestOtp()
  const dialog = findElement('#code-dialog', HTMLDialogElement)
  const input = findElement('#code', HTMLInputElement)
  input.value = ''
  if (!(await ask(dialog))) throw error
  return client.enroll({ otp: input.value })
}

function askForName(name: string): Promise<string | undefined> {
  const dialog = findElement('#rename-dialog', HTMLDialogElement)
  const input = findElement('#new-name', HTMLInputElement)
  input.value = name
  const answer = ask(dialog)
  input.select()
  return answer.then((confirmed) => (confirmed ? input.value.trim() : undefined))
}

function confirmRemoval(name: string): Promise<boolean> {
  const dialog = findElement('#remove-dialog', HTMLDialogElement)
  findElement('[data-name]', HTMLElement, dialog).textContent = name
  return ask(dialog)
}

/** Some errors have a page or dialog of their own. The others are shown as text. */
function explain(error: unknown): void {
  const code = error instanceof PasskeyClientError ? error.code : undefined
  if (code === 'not_signed_in') location.assign('/sign-in')
  else if (code === 'recent_authentication_required') void ask(findElement('#again-dialog', HTMLDialogElement))
  else showProblem(error)
}
