import { findElement } from './find-element.js'

/** The passkey that a button belongs to. */
export interface PasskeyRow {
  readonly id: string
  readonly name: string
}

export type RowAction = 'rename' | 'remove'

/** Calls back for each press of a row's button, including rows added later. */
export function onRowAction(act: (action: RowAction, row: PasskeyRow) => void): void {
  findElement('#passkeys', HTMLElement).parentElement?.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLButtonElement>('[data-action]') : null
    const { id, name } = button?.closest<HTMLElement>('[data-id]')?.dataset ?? {}
    if (!button || id === undefined || name === undefined) return
    act(button.dataset.action === 'rename' ? 'rename' : 'remove', { id, name })
  })
}

/** Replaces the list with the server's current one. */
export async function refreshRows(): Promise<void> {
  const response = await fetch('/account')
  const page = new DOMParser().parseFromString(await response.text(), 'text/html')
  findElement('#passkeys', HTMLElement).replaceWith(findElement('#passkeys', HTMLElement, page))
}

/** Focuses the button of a row that was replaced. */
export function focusRow(id: string, action: RowAction): void {
  document.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"] [data-action="${action}"]`)?.focus()
}
