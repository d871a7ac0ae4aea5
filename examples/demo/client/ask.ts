/** Opens a dialog and resolves with true if the user confirmed. Escape cancels. */
export function ask(dialog: HTMLDialogElement): Promise<boolean> {
  dialog.returnValue = ''
  dialog.showModal()
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'confirm'), { once: true })
  })
}

/** Connects the cancel buttons. They do not submit, so that Enter confirms. */
export function enableCancel(): void {
  for (const button of document.querySelectorAll('[data-cancel]')) {
    button.addEventListener('click', () => button.closest('dialog')?.close())
  }
}
