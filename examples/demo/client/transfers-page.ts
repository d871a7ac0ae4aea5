import type { PasskeyClient } from '@latchkey/browser'
import { ask, enableCancel } from './ask.js'
import { findElement } from './find-element.js'
import { showNotice, showProblem } from './notice.js'

class Declined extends Error {}

/** Confirms transfers with a passkey. */
export function runTransfersPage(client: PasskeyClient): void {
  const form = findElement('#transfer', HTMLFormElement)
  const button = findElement('#send', HTMLButtonElement)
  enableCancel()
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    if (button.ariaBusy === 'true') return
    button.ariaBusy = 'true'
    showNotice('')
    try {
      const data = new FormData(form)
      const to = String(data.get('to')).trim()
      await client.confirm({ payload: { type: 'transfer', to, amount: data.get('amount') }, review })
      await refresh()
      form.reset()
      showNotice('Confirmed. The receipt is below.')
    } catch (error) {
      if (!isDeclined(error)) showProblem(error)
    } finally {
      button.ariaBusy = 'false'
    }
  })
}

/** Shows what will be signed, as the server has it. */
async function review(payload: unknown): Promise<void> {
  const dialog = findElement('#review-dialog', HTMLDialogElement)
  const { to = '', amount = '' }: Readonly<Record<string, unknown>> = { ...Object(payload) }
  findElement('[data-to]', HTMLElement, dialog).textContent = String(to)
  findElement('[data-amount]', HTMLElement, dialog).textContent = String(amount)
  if (!(await ask(dialog))) throw new Declined()
}

function isDeclined(error: unknown): boolean {
  return error instanceof Declined || (error instanceof Error && error.cause instanceof Declined)
}

async function refresh(): Promise<void> {
  const page = new DOMParser().parseFromString(await (await fetch('/transfers')).text(), 'text/html')
  findElement('#transfers', HTMLElement).replaceWith(findElement('#transfers', HTMLElement, page))
}
