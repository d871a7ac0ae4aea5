import { type PasskeyClient, PasskeyClientError } from '@latchkey/browser'
import { ask, enableCancel } from './ask.js'
import { findElement } from './find-element.js'
import { say, sayProblem } from './notice.js'
import { onPress } from './on-press.js'
import { focusRow, onRowAction, type PasskeyRow, refreshRows } from './passkey-rows.js'

/** Adds, renames and removes passkeys. */
export function runAccountPage(client: PasskeyClient): void {
  // Where passkeys are switched off there is nothing to do.
  if (!document.querySelector('#add-passkey')) return
  // The browser forgets what was removed elsewhere; a passkey that is being made is not among those that are known.
  const told = client.signal().catch(() => undefined)
  const addButton = findElement('#add-passkey', HTMLButtonElement)

  const add = async () => {
    await told
    const { name } = await client.enroll()
    await refreshRows()
    say(`“${name}” has been added. You can sign in with it from now on.`)
  }
  const rename = async ({ id, name }: PasskeyRow) => {
    const chosen = await askForName(name)
    if (chosen === undefined || chosen === name) return
    const renamed = await client.rename(id, chosen)
    await refreshRows()
    focusRow(id, 'rename')
    say(`The passkey is called “${renamed.name}” now.`)
  }
  const remove = async ({ id, name }: PasskeyRow) => {
    if (!(await confirmRemoval(name))) return
    await client.remove(id)
    await refreshRows()
    addButton.focus()
    say(`“${name}” has been removed.`)
  }

  const askAgain = async () => {
    await client.answerPrompt('ask-again')
    findElement('#asked', HTMLElement).remove()
    say('All right: we ask you when you sign in next.')
  }
  const askButton = document.querySelector<HTMLElement>('#ask-again')
  if (askButton) onPress(askButton, askAgain, explain)

  enableCancel()
  onPress(addButton, add, explain)
  onRowAction((action, row) => {
    say('')
    const actions = { rename, remove }
    actions[action](row).catch(explain)
  })
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

/** Some problems lead somewhere; the others are said. */
function explain(error: unknown): void {
  const code = error instanceof PasskeyClientError ? error.code : undefined
  if (code === 'not_signed_in') location.assign('/sign-in')
  else if (code === 'recent_authentication_required') void ask(findElement('#again-dialog', HTMLDialogElement))
  else sayProblem(error)
}
